"""Names as pages show them: as they were written, and in Latin letters where they are of another script."""

from typing import Any

from django.utils.translation import gettext as _

from aircop.reference.names import in_latin, is_latin
from aircop.reference.queries import label
from seizures.forms.people_wording import PEOPLE
from seizures.forms.wording import shown
from seizures.models import Identity, IdentityDocument
from seizures.services.person import IDENTITY_NAMES

NAMES = {"family_name", "given_names", "other_names", "alias"}


def latin_beside(name: str) -> str:
    """Return the name in Latin letters if it is written in others, else ""."""
    return "" if is_latin(name) else in_latin(name)


def name_lines(identity: Identity) -> list[dict[str, Any]]:
    """Return every name that the person goes by, its own first."""
    return [{"name": name, "latin": latin_beside(name)} for name in identity.names]


def told_of(identity: Identity | None) -> dict[str, Any]:
    """Return names and documents with their labels."""
    if identity is None:
        return {}
    facts = [
        {"label": PEOPLE[name], "value": _fact(name, value)}
        for name in IDENTITY_NAMES
        if (value := getattr(identity, name)) not in ("", None, [])
    ]
    rows = IdentityDocument.objects.filter(person=identity.person).order_by("kind", "number")
    earlier = [
        {"at": note["at"], "by": note["by"], "text": f"{PEOPLE.get(name, name)}: {value}"}
        for note in reversed(identity.earlier)
        for name, value in note["values"].items()
    ]
    return {"facts": facts, "documents": [_document(row) for row in rows], "earlier": earlier}


def _fact(name: str, value: Any) -> str:
    """Return a fact as it reads, a name of another script with its letters in Latin."""
    if name == "aliases":
        return " · ".join(_fact("alias", each) for each in value)
    text = shown(f"persons.1.{name}", value)
    latin = latin_beside(text) if name in NAMES else ""
    return _("%(name)s (%(latin)s)") % {"name": text, "latin": latin} if latin else text


def _document(row: IdentityDocument) -> dict[str, Any]:
    return {
        "label": label("document_kind", row.kind),
        "value": row.number,
        "note": ", ".join(
            text for text in (label("country", row.issuer), shown("persons.1.expires_on", row.expires_on)) if text
        ),
    }
