"""Planted duplicates: one parcel written down twice, by two agencies of one unit, as published data shows them."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from aircop.access.roles import Role
from aircop.demo.details import Details
from aircop.demo.people import PersonPlan, serving
from aircop.demo.stories import Act, Story
from seizures.services.found import Found

PAIRS = 14
LATER = timedelta(hours=5)
GRAMS = Decimal(1_000)


def twins(stories: Sequence[Story], *, seed: int, pairs: int = PAIRS) -> list[Story]:
    """Return further stories, each the double of one that stands: rounded, in another unit, or in another register."""
    dice = random.Random(seed + 1)  # noqa: S311 - reproducible, nothing secret
    able = [story for story in stories if story.acts[0].verb == "log" and _other(story) and _doubles(story)]
    return [_twin(dice, story) for story in dice.sample(able, min(pairs, len(able)))]


def _other(story: Story) -> PersonPlan | None:
    """Return an officer of another agency of the same unit."""
    officers = serving(story.unit.code, Role.OFFICER)
    return next((each for each in officers if _agency(each, story) != story.lead_agency and each != story.author), None)


def _agency(person: PersonPlan, story: Story) -> str:
    return next(place.agency for place in person.places if place.unit == story.unit.code)


def _doubles(story: Story) -> bool:
    return story.found.unit in {"g", "kg", "tablet"} and len(str(story.found.quantity).strip("0.")) > 1


def _twin(dice: random.Random, story: Story) -> Story:
    author = _other(story)
    assert author is not None  # noqa: S101 - `able` holds no others
    logged = Act(story.acts[0].at + LATER, "log", author)
    facts = {**story.facts, "summary": "", "narrative": "", "occurred_precision": "hour"}
    if dice.random() < 0.5:  # noqa: PLR2004
        facts["flight_number"] = ""
    details = Details(countries=dict.fromkeys(story.details.countries, ""))
    return replace(
        story, author=author, lead_agency=_agency(author, story), facts=facts, found=_again(dice, story.found),
        details=details, acts=(logged,), twin=True,
    )  # fmt: skip


def _again(dice: random.Random, found: Found) -> Found:
    """Tell the same quantity as another agency tells it."""
    if found.unit == "tablet":
        told = replace(found, unit="kg", quantity=found.quantity / GRAMS, basis="weighed")
    elif found.unit == "g":
        told = replace(found, unit="kg", quantity=(found.quantity / GRAMS).quantize(Decimal("0.001")))
    else:
        off = Decimal(dice.choice(("0.99", "1.005", "1.01")))
        told = replace(found, quantity=(found.quantity * off).quantize(Decimal("0.01")))
    return replace(told, form="", packages=None, concealment=found.concealment if dice.random() < 0.5 else "")  # noqa: PLR2004
