"""An agency's supervisors and administrators follow its deliveries; its webhooks are shown to them alone."""

from django.db import migrations

from aircop.access.wall import office_policies
from aircop.events.append_only import rights

ROLES = ("supervisor", "agency_admin")


class Migration(migrations.Migration):
    """Who may keep webhooks is asked by a rule: here stands who may see that they are there."""

    dependencies = [("alerts", "0003_webhooks"), ("access", "0005_shares_of_alerts")]

    operations = [
        *office_policies("alerts_webhook", agency="agency_id", roles=ROLES, kept=True),
        *office_policies("alerts_delivery", agency="agency_id", roles=ROLES),
        rights("alerts_webhook", aircop_app="SELECT, INSERT, UPDATE", aircop_system="SELECT, UPDATE"),
        rights("alerts_delivery", aircop_app="SELECT, UPDATE", aircop_system="SELECT, INSERT, UPDATE, DELETE"),
    ]
