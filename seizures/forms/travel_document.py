"""A travel document read by its machine-readable lines: names, birth, sex, nationality, number, issuer, end."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from aircop.identifiers.faults import Fault
from aircop.identifiers.mrz import Document, lines_of, read_mrz
from aircop.reference.models import Country
from aircop.web.identifiers import describe
from seizures.forms.people_wording import PEOPLE
from seizures.services.person import Paper

KINDS = {"P": "passport", "PD": "diplomatic-passport", "PS": "service-passport", "V": "visa", "AC": "crew"}
CARDS = {"I", "A", "C"}
LONGEST_MRZ = 300


@dataclass(frozen=True)
class TravelDocument:
    """What the lines tell: of the holder, and of the document."""

    names: dict[str, Any]
    sex: str
    paper: Paper


class MrzField(forms.CharField):
    """The lines at the foot of a passport or card, scanned or typed; cleaned to a TravelDocument, None when empty."""

    def __init__(self, **options: Any) -> None:
        attributes = {
            "rows": 3, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr",
        }  # fmt: skip
        options.setdefault("label", PEOPLE["mrz"])
        options.setdefault(
            "help_text", gettext_lazy("Scan or type the two or three lines at the foot of the document.")
        )
        super().__init__(max_length=LONGEST_MRZ, required=False, widget=forms.Textarea(attributes), **options)

    def clean(self, value: Any) -> Any:
        """Return what was read; a fault names the suspect character."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return _read(read_mrz(text), text, timezone.now().date())
        except Fault as fault:
            raise forms.ValidationError(describe(fault), code=f"identifier_{fault.key}") from fault


def _read(read: Document, text: str, today: date) -> TravelDocument:
    names = {
        "family_name": read.surname.title(),
        "given_names": read.given_names.title(),
        "birth_date": read.born_on(today),
        "nationality": _country(read.nationality),
    }
    code = read.code.strip("<")
    kind = KINDS.get(code) or KINDS.get(code[:1]) or ("identity-card" if code[:1] in CARDS else "OTH")
    paper = Paper(
        kind=kind,
        number=read.number,
        issuer=_country(read.issuer),
        expires_on=read.expires_on(today),
        mrz=lines_of(text),
    )
    return TravelDocument({name: told for name, told in names.items() if told}, read.sex, paper)


def _country(alpha3: str) -> str:
    """Return the country of three letters; states that are none (stateless, refugee, specimen) stay empty."""
    found = Country.objects.filter(alpha3=alpha3.strip("<")).values_list("alpha2", flat=True).first()
    return found or ""
