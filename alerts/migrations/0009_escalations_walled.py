"""The steps taken on an alert are seen with the alert; the system alone writes them."""

from django.db import migrations

from aircop.access.wall import child_policies
from aircop.events.append_only import rights


class Migration(migrations.Migration):
    """A step stands for good."""

    dependencies = [("alerts", "0008_clocks_and_escalations")]

    operations = [
        *child_policies("alerts_escalationstep", parent="alerts_alert", column="alert_id"),
        rights("alerts_escalationstep", aircop_app="SELECT", aircop_system="SELECT, INSERT"),
    ]
