"""Planted duplicates: one parcel written down by two agencies, as published data shows them; one traveller twice."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from aircop.access.roles import Role
from aircop.demo.details import ArrestPlan, Details
from aircop.demo.people import PersonPlan, serving
from aircop.demo.stories import Act, Story
from seizures.services.found import Found

PAIRS = 14
AGAIN = 6
SPELLINGS = (("ou", "u"), ("oo", "u"), ("é", "e"), ("ï", "i"), ("ll", "l"), ("y", "i"), ("k", "c"), ("i", "y"))
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


# One traveller twice ------------------------------------------------------------------------------------------------


def arrested_again(stories: Sequence[Story], *, seed: int, pairs: int = AGAIN) -> list[Story]:
    """Return the stories, in some of which an officer meets somebody again whom the same agency arrested before."""
    dice = random.Random(seed + 2)  # noqa: S311 - reproducible, nothing secret
    known: dict[tuple[str, str], list[int]] = {}
    for place, story in enumerate(stories):
        if story.details.arrests and story.acts[0].verb == "log":
            known.setdefault((story.unit.code, _agency(story.author, story)), []).append(place)
    able = [places[at : at + 2] for places in known.values() for at in range(0, len(places) - 1, 2)]
    told = list(stories)
    for first, second in dice.sample(able, min(pairs, len(able))):
        told[second] = _met_again(told[first].details.arrests[0], told[second])
    return told


def _met_again(before: ArrestPlan, story: Story) -> Story:
    """Put the traveller in the place of the first who was arrested, in another spelling and with another passport."""
    first, *others = story.details.arrests
    traveller = replace(before, family_name=_spelt(before.family_name), number=first.number, outcome=first.outcome)
    return replace(story, details=replace(story.details, arrests=(traveller, *others)))


def _spelt(name: str) -> str:
    return next((name.replace(one, other) for one, other in SPELLINGS if one in name), name.upper())
