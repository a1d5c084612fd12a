"""The form of the gallery: each kind of field once."""

from datetime import UTC, datetime

from django import forms

from aircop.web.forms import CodeInput, CodeOption, CodeSelect, Moment, MomentField, NoteInput, QuantityField

ZONES = [("Africa/Abidjan", "Abidjan (GMT)"), ("Africa/Nairobi", "Nairobi (GMT+3)"), ("UTC", "GMT")]
SUBSTANCES = [
    ("", "Choose a substance"),
    ("cocaine", "Cocaine"),
    ("heroin", "Heroin"),
    ("methamphetamine", "Methamphetamine"),
    ("ketamine", "Ketamine"),
    ("tramadol", "Tramadol"),
    ("cannabis-herb", "Cannabis herb"),
    ("khat", "Khat"),
]
OTHER_NAMES = {
    "cocaine": CodeOption("COC", "hydrochloride, base, crack", ("coke", "crack")),
    "methamphetamine": CodeOption("MET", "crystal, tablets", ("ice", "crystal", "shabu")),
    "cannabis-herb": CodeOption("CAN", "", ("marijuana", "weed")),
    "khat": CodeOption("KHT", "", ("miraa", "qat")),
}
AIRPORTS = [("ABJ", "Abidjan, Félix-Houphouët-Boigny"), ("ACC", "Accra, Kotoka"), ("CDG", "Paris, Charles de Gaulle")]
DIRECTIONS = [("IN", "Inbound"), ("OUT", "Outbound"), ("TRN", "In transit")]


class GalleryForm(forms.Form):
    """A field of each kind."""

    airport = forms.CharField(
        label="Airport",
        max_length=3,
        error_messages={"required": "Enter the airport where it was found."},
        help_text="Three letters, for example ABJ.",
        widget=CodeInput(source="/styleguide/airports/", suggestions=AIRPORTS),
    )
    occurred = MomentField(
        label="When",
        zones=ZONES,
        default_zone="Africa/Abidjan",
        initial=Moment(datetime(2026, 11, 21, 3, 10, tzinfo=UTC), "Africa/Abidjan"),
    )
    substance = forms.ChoiceField(label="What", choices=SUBSTANCES, widget=CodeSelect(codes=OTHER_NAMES))
    amount = QuantityField(label="How much", units=[("kg", "kg"), ("g", "g"), ("tablet", "tablets")], default_unit="kg")
    direction = forms.ChoiceField(
        label="Direction",
        choices=DIRECTIONS,
        widget=forms.RadioSelect,
        initial="OUT",
        error_messages={"required": "Say where the traveller was heading."},
    )
    flight = forms.CharField(label="Flight", required=False, help_text="As printed on the boarding pass.")
    summary = forms.CharField(label="Summary", required=False, widget=NoteInput)
    consent = forms.BooleanField(label="The owner agrees to passing this on", required=False)


class FilterForm(forms.Form):
    """What the gallery's filter bar asks."""

    substance = forms.ChoiceField(
        label="Substance", choices=SUBSTANCES, required=False, widget=CodeSelect(codes=OTHER_NAMES)
    )
    direction = forms.ChoiceField(label="Direction", choices=[("", "Any"), *DIRECTIONS], required=False)
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"}))


def faulty_form() -> GalleryForm:
    """Return a form as it comes back when half of it could not be taken."""
    data = {
        "airport": "", "occurred_0": "2026-11-21", "occurred_1": "", "occurred_2": "Africa/Abidjan",
        "substance": "cocaine", "amount_0": "2,786", "amount_1": "kg", "flight": "AF703",
    }  # fmt: skip
    return GalleryForm(data, auto_id="faulty_%s")
