"""An entry begun is its author's alone; the system reaches only what is to be deleted."""

from django.db import migrations

from aircop.access.wall import author_policies


class Migration(migrations.Migration):
    """The wall of entries begun. Thirty days is what `seizures.services.entry_draft.KEPT` says."""

    dependencies = [("seizures", "0009_entry_drafts"), ("access", "0002_binding_and_shares")]

    operations = [
        *author_policies(
            "seizures_entrydraft", author="author_id", over="saved_at < statement_timestamp() - interval '30 days'"
        )
    ]
