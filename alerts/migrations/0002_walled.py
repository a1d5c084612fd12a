"""Alerts go behind the wall; a delivery is seen by the person it is for; answers are only added."""

from django.db import migrations

from aircop.access.wall import child_policies, raise_wall, recipient_policies
from aircop.events.append_only import rights


class Migration(migrations.Migration):
    """Drafts alone may be deleted, and their addressees with them."""

    dependencies = [("alerts", "0001_alerts"), ("access", "0002_binding_and_shares")]

    operations = [
        *raise_wall("alerts_alert", orders=("recorded_at",), drafts="status = 'draft' AND submitted_at IS NULL"),
        *child_policies(
            "alerts_addressee", parent="alerts_alert", column="alert_id", drafts="p.status IN ('draft', 'in_review')"
        ),
        *child_policies("alerts_answer", parent="alerts_alert", column="alert_id"),
        *recipient_policies("alerts_delivery", recipient="recipient_id"),
        rights("alerts_answer", aircop_app="SELECT, INSERT", aircop_system="SELECT, INSERT"),
        rights("alerts_delivery", aircop_app="SELECT, UPDATE", aircop_system="SELECT, INSERT, UPDATE"),
    ]
