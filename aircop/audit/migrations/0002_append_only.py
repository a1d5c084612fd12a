"""Entries, seals and published heads only grow; changes lie behind the wall; the sealer alone seals."""

from django.db import migrations

from aircop.access.wall import policies
from aircop.events.append_only import append_only, rights


class Migration(migrations.Migration):
    """Rights of the two roles, row by row and column by column."""

    dependencies = [("audit", "0001_audit"), ("access", "0002_binding_and_shares")]

    operations = [
        *append_only("audit_auditentry"),
        *append_only("audit_seal"),
        *append_only("audit_publishedhead"),
        rights("audit_seal", aircop_app="SELECT", aircop_system="SELECT, INSERT"),
        rights("audit_publishedhead", aircop_app="SELECT", aircop_system="SELECT, INSERT"),
        rights("audit_unsealed", aircop_app="INSERT", aircop_system="SELECT, INSERT, DELETE"),
        policies("audit_change"),
        # A moved record takes its history with it; nothing else of a change may be rewritten.
        rights(
            "audit_change",
            aircop_app="SELECT, INSERT, UPDATE (access_list_id, root_list_id)",
            aircop_system="SELECT, INSERT",
        ),
    ]
