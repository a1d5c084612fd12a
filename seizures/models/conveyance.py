"""What is told of the conveyance, beside its code: the passenger's flight, the bag, the shipment, the parcel."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _
from uuid6 import uuid7

from aircop.access.models import FieldClass
from seizures.models.seizure import Seizure

PARTIES = ("shipper", "consignee", "agent")
GOODS = ("declared_goods", "hs_code", "pieces", "weight_kg", "declared_value", "currency")
# Which fields belong to which conveyance. Everything else asks here: forms, pages, answers, completeness, checks.
VARIANTS: Mapping[str, tuple[str, ...]] = {
    "PAX": ("flight_number", "seat", "booking_reference", "ticket_number", "bag_tags"),
    "UNB": ("flight_number", "bag_tags", "rush"),
    "CRG": ("flight_number", "air_waybill", "house_waybill", *PARTIES, *GOODS, "container"),
    "PST": ("postal_item", "sender", "addressee", "declared_goods", "weight_kg", "declared_value", "currency"),
    "CUR": ("operator", "tracking_number", "sender", "addressee", *GOODS),
    "CRW": ("flight_number", "operator", "bag_tags"),
    "STR": ("flight_number", "registration", "aircraft_place"),
    "GAV": ("registration", "operator"),
}
ON_SEIZURE = ("flight_number", "air_waybill")  # part of the seizure's own row, for lists and filters
# Which fields are identifiers, and of which kind.
IDENTIFIERS: Mapping[str, str] = {
    "flight_number": "flight",
    "seat": "seat",
    "ticket_number": "eticket",
    "bag_tags": "bag_tag",
    "air_waybill": "air_waybill",
    "postal_item": "postal_item",
    "container": "container",
}
BY_LAND = frozenset({"LND", "PED"})
MOST_TAGS = 20


def fields_of(conveyance: str) -> tuple[str, ...]:
    """Return the fields that belong to a conveyance; those that the seizure's own row holds come along."""
    return VARIANTS.get(conveyance, ())


def entered_with(seizure: Seizure) -> tuple[str, ...]:
    """Return the fields that are entered where it is told what carried a seizure.

    A flight is told of whatever may have come by air; either number where an earlier conveyance left one, too.
    """
    own, flies = fields_of(seizure.conveyance), seizure.conveyance not in BY_LAND
    left = (name for name in ON_SEIZURE if getattr(seizure, name) or (name == "flight_number" and flies))
    return (*own, *(name for name in left if name not in own))


class Conveyance(models.Model):
    """How it was carried, one row per seizure; which fields belong to it the seizure's conveyance code decides.

    What leads to a person (seat, booking, ticket, tags, waybills, numbers of parcels, shippers and receivers) is
    identity. Behind the wall through its seizure.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            (
                "seat", "booking_reference", "ticket_number", "bag_tags", "house_waybill", "shipper", "consignee",
                "agent", "declared_goods", "postal_item", "sender", "addressee", "tracking_number",
            ),
            FieldClass.IDENTITY,
        ),
        **dict.fromkeys(
            (
                "id", "seizure", "rush", "hs_code", "pieces", "weight_kg", "declared_value", "currency", "container",
                "operator", "registration", "aircraft_place",
            ),
            FieldClass.CASE,
        ),
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seizure = models.OneToOneField(Seizure, on_delete=models.CASCADE, related_name="conveyance_details")
    seat = models.CharField(max_length=4, blank=True)
    booking_reference = models.CharField(max_length=13, blank=True)
    ticket_number = models.CharField(max_length=14, blank=True)
    bag_tags = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    rush = models.BooleanField(null=True)
    house_waybill = models.CharField(max_length=40, blank=True)
    shipper = models.CharField(max_length=300, blank=True)
    consignee = models.CharField(max_length=300, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    declared_goods = models.CharField(max_length=300, blank=True)
    hs_code = models.CharField(max_length=10, blank=True)
    pieces = models.PositiveIntegerField(null=True)
    weight_kg = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    declared_value = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    container = models.CharField(max_length=11, blank=True)
    postal_item = models.CharField(max_length=13, blank=True)
    sender = models.CharField(max_length=300, blank=True)
    addressee = models.CharField(max_length=300, blank=True)
    operator = models.CharField(max_length=100, blank=True)
    tracking_number = models.CharField(max_length=40, blank=True)
    registration = models.CharField(max_length=12, blank=True)
    aircraft_place = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight_kg__isnull=True) | models.Q(weight_kg__gt=0),
                name="conveyance_weight_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(declared_value__isnull=True, currency="")
                | models.Q(declared_value__isnull=False, declared_value__gte=0, currency__regex="^[A-Z]{3}$"),
                name="conveyance_value_with_currency",
            ),
            models.CheckConstraint(
                condition=models.Q(hs_code="") | models.Q(hs_code__regex="^[0-9]{4,10}$"), name="conveyance_hs_digits"
            ),
        ]

    def __str__(self) -> str:
        return _("conveyance of %(seizure)s") % {"seizure": self.seizure}


DETAILS = tuple(field.name for field in Conveyance._meta.fields if field.name not in {"id", "seizure"})


def details_of(seizure: Seizure) -> Conveyance:
    """Return what is told of the conveyance of a seizure fetched with it; an unsaved empty row where nothing is."""
    try:
        return seizure.conveyance_details
    except Conveyance.DoesNotExist:
        return Conveyance(seizure=seizure)
