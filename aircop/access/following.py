"""Records that follow another one: they lie on its lists, move with it, and leave sight with it.

A person follows its seizure. Sharing, restricting and withdrawing a record end with `bring_along`, in the same
transaction: a follower left on the old list would be seen by those who lost the record.
"""

from django.apps import apps

from aircop.access.models import Protected


def followers_of(kind: type[Protected]) -> list[type[Protected]]:
    """Return the kinds of records that follow records of this kind."""
    every = (model for model in apps.get_models() if issubclass(model, Protected) and model.FOLLOWS)
    return [model for model in every if model._meta.get_field(model.FOLLOWS).related_model is kind]


def bring_along(record: Protected) -> None:
    """Put what follows the record onto its lists, to its owner, and out of sight if the record is withdrawn.

    Followers that were withdrawn before move too, and keep their own reason.
    """
    for model in followers_of(type(record)):
        rows = model._default_manager.filter(**{model.FOLLOWS: record})
        where = {"access_list_id": record.access_list_id, "root_list_id": record.root_list_id}
        rows.update(**where, owner_agency=record.owner_agency, owner_unit=record.owner_unit)
        if record.withdrawn_at is not None:
            out = {"withdrawn_at": record.withdrawn_at, "withdrawn_reason": record.withdrawn_reason}
            rows.filter(withdrawn_at__isnull=True).update(**out)
