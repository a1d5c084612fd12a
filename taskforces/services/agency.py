"""Opening agencies."""

import re

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.events import append
from aircop.reference.queries import require_code
from taskforces.events import AgencyOpened
from taskforces.models import Agency
from taskforces.rules import can_open_agency

TAKEN = gettext_noop("There is an agency with this code already. Look it up in the list, or choose another code.")
CODE = re.compile(r"[A-Z0-9-]{2,20}")


@transaction.atomic
def open_agency(
    *, actor: Actor, code: str, name: str, short_name: str, kind: str, country: str | None, parent: Agency | None = None
) -> Agency:
    """Open an agency with its group of readers.

    Refuses everybody but a platform administrator, a code of another shape or that an agency has, and an unknown kind
    or country.
    """
    require(can_open_agency(actor))
    require_code("agency_kind", kind, field="kind")
    _check(code, name, short_name, country)
    agency = Agency(code=code, name=name, short_name=short_name, kind=kind, country_id=country, parent=parent)
    try:
        with transaction.atomic():
            agency.group = Group.objects.create(name=f"agency {code}")
            agency.save(force_insert=True)
    except IntegrityError as error:  # somebody opened it at the same moment
        raise Invalid(_(TAKEN), field="code") from error
    record(actor, "agency.open", about=agency, changes={"code": (None, code), "name": (None, name)})
    append(AgencyOpened(agency.pk), about=agency, actor=actor)
    return agency


def _check(code: str, name: str, short_name: str, country: str | None) -> None:
    if not CODE.fullmatch(code):
        raise Invalid(_("A code has 2 to 20 capitals, digits or hyphens: CI-DDA."), field="code")
    if Agency.objects.filter(code=code).exists():
        raise Invalid(_(TAKEN), field="code")
    for field, text, most in (("name", name, 150), ("short_name", short_name, 40)):
        require_words(text, most, field=field)
    if country:
        require_code("country", country, field="country")


def require_words(text: str, most: int, *, field: str) -> None:
    """Refuse a name that is empty or too long."""
    if not text.strip() or len(text) > most or "\x00" in text:
        raise Invalid(_("Write it in 1 to %(most)s characters.") % {"most": most}, field=field)
