"""The commodity classes: units, details and columns of each. Services, forms, pages, API and docs ask here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seizures.models.detail import Detail, code, country, day, decimal, flag, secret, text, whole

MASS = ("kg", "g", "mg", "ug", "t", "lb", "oz")
VOLUME = ("l", "ml", "gal")
DRUG_PIECES = (
    "tablet", "capsule", "dose", "blotter", "ampoule", "pellet", "plant", "joint", "seed", "bundle", "piece", "unit",
    "pack",
)  # fmt: skip
MEDICINE = ("tablet", "capsule", "ampoule", "dose", "pack", "unit", "piece", *MASS, *VOLUME)
SUBSTANCE = frozenset({"substance", "form"})
WEIGHTS = frozenset({"gross_weight", "net_weight", "weight_unit"})
PACKED = frozenset({"packages", "packaging"})
WORTH = frozenset({"value", "currency", "value_kind", "value_source", "valued_on"})
SOME = SUBSTANCE | WEIGHTS | PACKED | WORTH | {"markings", "sampling_note"}
"""Columns of an item that make sense for some commodities alone."""


@dataclass(frozen=True)
class Commodity:
    """One class: the units in which it is recorded, the columns it has of `SOME`, its own details.

    No `units` means any of the list; with `unit_list` they are the codes of another list (money). `wanted` are the
    columns that reports ask for.
    """

    code: str
    columns: frozenset[str]
    units: tuple[str, ...] = ()
    unit_list: str = "unit"
    details: tuple[Detail, ...] = ()
    wanted: tuple[str, ...] = ("concealment",)

    @cached_property
    def by_name(self) -> Mapping[str, Detail]:
        """The details by their names."""
        return {detail.name: detail for detail in self.details}

    @cached_property
    def default_unit(self) -> str:
        """The unit that a form begins with."""
        return self.units[0] if self.units else ""

    def has(self, column: str) -> bool:
        """Say whether the class has a column of `SOME`; every class has the others."""
        return column not in SOME or column in self.columns


ORIGIN = country("origin", pgettext_lazy("of goods", "Country of origin"))
BRAND = text("brand", _("Brand"))
SALT = code("salt", _("Salt or base"), "salt_form")
PIECES = whole("pieces", _("Number of pieces"))
DESCRIPTION = secret("description", _("Description"), length=300)
SPECIES = (
    code("species", _("Species"), "species", wanted=True),
    text("scientific_name", _("Scientific name"), example="Psittacus erithacus"),
    code("specimen", _("Kind of specimen"), "specimen", wanted=True),
    whole("pieces", _("Number of pieces")),
    code("cites_source", _("CITES source code"), "cites_source"),
    ORIGIN,
)
PERSONS = (
    code("sex", _("Sex"), "sex", wanted=True),
    code("age_band", _("Age band"), "age_band", wanted=True),
    whole("referred", _("Referred to protection"), wanted=True),
)
WITHOUT_SUBSTANCE = WEIGHTS | PACKED | WORTH | {"markings", "sampling_note"}
DRUG = SOME
OF_DRUG = ("form", "concealment")

CLASSES: Mapping[str, Commodity] = {
    each.code: each
    for each in (
        Commodity("DRG", DRUG, (*MASS, *VOLUME, *DRUG_PIECES, "hectare", "acre", "viss"), details=(SALT,),
                  wanted=OF_DRUG),
        Commodity("PRE", DRUG, (*MASS, *VOLUME, "tablet", "capsule", "unit", "pack", "piece"), wanted=OF_DRUG, details=(
            SALT,
            decimal("concentration", _("Concentration"), suffix="%", most=100),
            secret("declared_as", _("Declared as")),
            ORIGIN,
        )),
        Commodity("NPS", DRUG, (*MASS, *VOLUME, *DRUG_PIECES), wanted=OF_DRUG, details=(
            text("sold_as", _("Sold as")),
            SALT,
        )),
        Commodity("MED", DRUG, MEDICINE, details=(
            text("inn", _("Active ingredient (INN)"), wanted=True),
            BRAND,
            code("dosage_form", _("Dosage form"), "dosage_form", wanted=True),
            text("strength", _("Strength"), example="225 mg"),
            text("batch", _("Batch")),
            day("expires_on", _("Expiry date")),
            text("manufacturer", _("Manufacturer named on the pack")),
            flag("authority_notified", _("Health authority notified")),
        )),
        Commodity("CUR", frozenset({"sampling_note"}) | PACKED | WORTH, unit_list="currency", details=(
            code("cash_form", _("Form of the cash"), "cash_form", wanted=True),
            flag("declared", pgettext_lazy("of cash or goods", "Declared"), wanted=True),
            text("denominations", _("Denominations"), length=200, example="100 x 50, 20 x 200"),
            secret("instrument_numbers", _("Numbers of cards or instruments"), length=200),
        )),
        Commodity("GLD", WITHOUT_SUBSTANCE, ("g", "kg", "mg", "ozt", "oz", "lb", "ct", "piece"), details=(
            code("gold_form", _("Form of the gold or stones"), "gold_form", wanted=True),
            decimal("fineness", _("Fineness"), suffix="‰", most=1000),
            PIECES,
            text("hallmark", _("Hallmark")),
            ORIGIN,
            flag("declared", pgettext_lazy("of cash or goods", "Declared"), wanted=True),
        )),
        Commodity("WLD", WITHOUT_SUBSTANCE, ("kg", "g", "t", "lb", "oz", "piece", "unit"), details=(
            *SPECIES,
            flag("alive", _("Alive when found")),
            secret("care_place", _("Where live animals are cared for")),
            secret("disposal", _("What becomes of it")),
        )),
        Commodity("FLO", WITHOUT_SUBSTANCE, ("kg", "g", "t", "lb", "oz", "piece", "plant", "seed"), details=(
            *SPECIES,
            secret("disposal", _("What becomes of it")),
        )),
        Commodity("FIR", WITHOUT_SUBSTANCE, ("piece",), details=(
            code("firearm_type", _("Type of firearm"), "firearm_type", wanted=True),
            text("make", _("Make")),
            text("model", _("Model")),
            text("calibre", _("Calibre"), wanted=True, example="9x19 mm"),
            code("serial_state", _("Serial number is"), "serial_state", wanted=True),
            text("serial_number", _("Serial number")),
            text("import_mark", _("Import mark")),
            whole("rounds", _("Rounds found with it")),
            flag("trace_requested", _("Trace requested (iARMS)")),
            ORIGIN,
        )),
        Commodity("AMM", WITHOUT_SUBSTANCE, ("round", "piece", "kg", "g"), details=(
            text("calibre", _("Calibre"), wanted=True, example="9x19 mm"),
            text("headstamp", _("Headstamp or lot")),
            code("dangerous_class", _("Class of dangerous goods"), "dangerous_class"),
            ORIGIN,
        )),
        Commodity("DOC", frozenset({"markings"}), ("piece",), details=(
            code("document_type", _("Kind of document"), "document_type", wanted=True),
            code("document_fraud", _("Kind of fraud"), "document_fraud", wanted=True),
            country("issuer", _("Issued by"), wanted=True),
            secret("document_number", _("Number of the document")),
        )),
        Commodity("CUL", WITHOUT_SUBSTANCE, ("piece", "kg", "g"), details=(
            code("cultural_object", _("Kind of object"), "cultural_object", wanted=True),
            text("period", _("Period or culture")),
            ORIGIN,
            flag("papers", _("Papers of origin shown")),
            flag("listed_stolen", _("Listed as stolen (INTERPOL works of art)")),
            DESCRIPTION,
        )),
        Commodity("TOB", WITHOUT_SUBSTANCE, ("piece", "pack", "carton", "kg", "g", "t"), details=(
            code("tobacco_kind", _("Kind of tobacco"), "tobacco_kind", wanted=True),
            BRAND,
            flag("duty_marks", _("Tax stamps present")),
            ORIGIN,
        )),
        Commodity("IPR", WITHOUT_SUBSTANCE, ("piece", "unit", "pack", "carton", "kg", "g", "t"), details=(
            text("goods", _("Kind of goods"), wanted=True),
            BRAND,
            code("hs_heading", _("Customs heading (HS)"), "hs_heading"),
            flag("holder_notified", _("Holder of the right notified")),
            ORIGIN,
        )),
        Commodity("TIP", frozenset(), ("person",), wanted=(), details=(
            *PERSONS,
            code("exploitation", _("Form of exploitation"), "exploitation", wanted=True),
        )),
        Commodity("SOM", frozenset(), ("person",), wanted=(), details=PERSONS),
        Commodity("DGR", WITHOUT_SUBSTANCE, (*MASS, *VOLUME, "piece", "unit", "pack"), details=(
            code("dangerous_class", _("Class of dangerous goods"), "dangerous_class", wanted=True),
            text("un_number", _("UN number"), pattern=r"UN[0-9]{4}", example="UN3480", wanted=True),
            text("shipping_name", _("Proper shipping name")),
            flag("declared", pgettext_lazy("of cash or goods", "Declared"), wanted=True),
        )),
        Commodity("OTH", SOME, details=(code("hs_heading", _("Customs heading (HS)"), "hs_heading"), DESCRIPTION)),
        Commodity("UNK", SOME, details=(DESCRIPTION,)),
    )
}  # fmt: skip
ANY = Commodity("", SOME)
"""What is asked of a class that an agency added to the list: everything common, no details."""


def commodity(of: str) -> Commodity:
    """Return the declaration of a commodity's code."""
    return CLASSES.get(of, ANY)


DETAILS: Mapping[str, Detail] = {detail.name: detail for each in CLASSES.values() for detail in each.details}
"""Every detail by its name: a name means the same kind of thing in each class that has it (a test holds it)."""
