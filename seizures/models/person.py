"""A person found with a seizure, without the name: that lies apart (`seizures.models.identity`)."""

from datetime import date
from typing import Any, ClassVar

from django.db import models

from aircop.access.actor import Actor
from aircop.access.models import FieldClass, Protected, ProtectedQuerySet
from aircop.reference.fields import CodeField
from seizures.models.seizure import Seizure

VICTIM = "victim"
CHILDREN = ("0-11", "12-17")
ADULT = 18
# From which age on a band begins; the codes are those of the list `age_band`.
BANDS = ((65, "65+"), (50, "50-64"), (35, "35-49"), (25, "25-34"), (18, "18-24"), (12, "12-17"), (0, "0-11"))


def age_of(birth: date, day: date) -> tuple[str, bool]:
    """Return the age band of somebody on a day, and whether it was a minor then."""
    years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return next((band for start, band in BANDS if years >= start), ""), years < ADULT


class PersonQuerySet(ProtectedQuerySet["Person"]):
    """Reads of persons."""

    def state_visible_to(self, actor: Actor) -> models.Q:
        """A person is seen by whoever sees its seizure, no longer and no less."""
        return models.Q(models.Exists(Seizure.objects.visible_to(actor).filter(pk=models.OuterRef("seizure_id"))))


class Person(Protected):
    """One person of one seizure, by pseudonym: P1, P2 and so on.

    It lies where its seizure lies and moves with it. The same traveller in another seizure is another row. Without the
    right to see identities a person is role, sex and age band. `minor` and `victim` mask the identity even for those
    who hold the right, until they say why they read it.
    """

    FOLLOWS = "seizure"
    FIELDS: ClassVar[dict[str, FieldClass]] = {
        "seizure": FieldClass.CASE,
        "number": FieldClass.CASE,
        "role": FieldClass.CASE,
        "sex": FieldClass.CASE,
        "age_band": FieldClass.CASE,
        "minor": FieldClass.IDENTITY,
        "victim": FieldClass.IDENTITY,
        "ingestion_suspected": FieldClass.IDENTITY,
        "identified_at": FieldClass.IDENTITY,
    }

    # That it was a child or a victim goes on counting; nothing else of it does.
    ERASED: ClassVar[dict[str, Any]] = {
        "minor": models.F("minor"),
        "victim": models.F("victim"),
        "ingestion_suspected": False,
    }

    seizure = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    role = CodeField(code_list="person_role")
    sex = CodeField(code_list="sex", blank=True)
    age_band = CodeField(code_list="age_band", blank=True)
    minor = models.BooleanField(default=False)
    victim = models.BooleanField(default=False)
    ingestion_suspected = models.BooleanField(default=False)
    identified_at = models.DateTimeField(null=True)

    objects: ClassVar[PersonQuerySet] = PersonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seizure", "number"], name="person_once"),
            models.CheckConstraint(
                condition=~models.Q(age_band__in=CHILDREN) | models.Q(minor=True), name="person_child_is_minor"
            ),
            models.CheckConstraint(
                condition=~models.Q(role=VICTIM) | models.Q(victim=True), name="person_victim_is_marked"
            ),
        ]

    def __str__(self) -> str:
        return self.pseudonym

    @property
    def pseudonym(self) -> str:
        """Return what the person is called within the seizure."""
        return f"P{self.number}"

    @property
    def masked(self) -> bool:
        """Whether the identity is shown only to who says why."""
        return self.minor or self.victim

    @classmethod
    def next_number(cls, seizure: Seizure) -> int:
        """Return the number that the next person gets; that of a removed one is not given again."""
        last = cls._default_manager.filter(seizure=seizure).aggregate(last=models.Max("number"))["last"]
        return (last or 0) + 1
