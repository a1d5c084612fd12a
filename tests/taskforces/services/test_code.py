"""Codes are added, worded and ended by who keeps the platform; a load of the shipped lists leaves all of it alone."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from aircop.access.actor import NOBODY
from aircop.errors import Invalid, Missing, NotAllowed
from aircop.reference import queries, seed
from aircop.reference.kept import KEPT, NEVER_ENDED
from aircop.reference.models import Code, CodeLabel
from aircop.reference.services import load_reference
from taskforces import rules
from taskforces.queries.code import latest_code
from taskforces.services.code import CodeSubject, add_code, end_code, label_code
from tests.cast import Cast
from tests.traces import entries, mute_audit, payloads

pytestmark = pytest.mark.django_db
OTHERS = ("officer", "supervisor", "analyst", "agency_admin", "coordinator", "auditor", "outsider", "nobody")
FIRST, LAST = date(2026, 1, 5), date(2026, 6, 30)
WORDS = {"en": "Keg", "fr": "Tonnelet"}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    queries.forget()
    yield
    queries.forget()


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a folder with the shipped files, which may be changed."""
    for file in seed.DATA.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(seed, "DATA", tmp_path)
    return tmp_path


def ship(folder: Path, *lines: str) -> None:
    """Release another list of packagings: these lines more, with days."""
    file = folder / "packaging.csv"
    old = [line + ",," for line in file.read_text(encoding="utf-8").splitlines()]
    old[0] = old[0][:-2] + ",valid_from,valid_to"
    file.write_text("\n".join([*old, *lines]) + "\n", encoding="utf-8")


def keg(cast: Cast, **other: Any) -> Code:
    """Add a code to the packagings."""
    told: dict[str, Any] = {"code_list": "packaging", "code": "keg", "labels": WORDS, "source": "Own list",
                            "valid_from": FIRST} | other  # fmt: skip
    return add_code(actor=cast.platform_admin.actor, **told)


def end(cast: Cast, code: str, day: date | None, code_list: str = "packaging") -> Code:
    """Say the last day of a code."""
    return end_code(actor=cast.platform_admin.actor, code_list=code_list, code=code, last_day=day)


def word(cast: Cast, code: str, **labels: str) -> Code:
    """Call a code otherwise."""
    return label_code(actor=cast.platform_admin.actor, code_list="packaging", code=code, labels=labels)


def period(code: str) -> list[tuple[date, date | None, bool]]:
    """Return the periods of a packaging, and whether each was added here."""
    rows = Code.objects.filter(code_list="packaging", code=code).order_by("valid_from")
    return list(rows.values_list("valid_from", "valid_to", "local"))


@pytest.mark.parametrize(("who", "code"), [("platform_admin", "yes"), *((who, "role") for who in OTHERS)])
def test_who_keeps_codes(cast: Cast, who: str, code: str) -> None:
    actor = NOBODY if who == "nobody" else getattr(cast, who).actor
    brick = latest_code("packaging", "brick")
    assert brick is not None
    assert (rules.can_keep_codes(actor).code or "yes") == code
    assert (rules.can_keep_codes(actor, "packaging").code or "yes") == code
    assert (rules.can_keep_codes(actor, "commodity").code or "yes") == ("fixed" if code == "yes" else code)
    assert (rules.can_end_code(actor, brick).code or "yes") == code
    if code == "role":
        with pytest.raises(NotAllowed):
            add_code(actor=actor, code_list="packaging", code="x", labels=WORDS, source="s", valid_from=FIRST)
        with pytest.raises(NotAllowed):
            label_code(actor=actor, code_list="packaging", code="brick", labels=WORDS)
        with pytest.raises(NotAllowed):
            end_code(actor=actor, code_list="packaging", code="brick", last_day=LAST)
        assert entries("code.%") == []


def test_lists_of_the_program_are_not_kept_here(cast: Cast) -> None:
    """And the allow-list names shipped lists, none of which has facts of its own."""
    assert {each.name for each in seed.read_lists()} > KEPT
    assert not KEPT & set(seed.FACTS)
    for name in ("commodity", "substance", "unit", "milestone", "age_band"):
        with pytest.raises(NotAllowed, match="release"):
            keg(cast, code_list=name)


@pytest.mark.parametrize(("code_list", "code"), [("packaging", "OTH"), ("place", "UNK"), ("concealment", "BODY")])
def test_what_every_form_needs_never_ends(cast: Cast, code_list: str, code: str) -> None:
    assert code in NEVER_ENDED or code == "BODY"
    with pytest.raises(NotAllowed, match="cannot end"):
        end(cast, code, LAST, code_list)


def test_a_code_is_added_and_offered_from_its_day(cast: Cast) -> None:
    """Before “other” and “unknown”; with an entry and an event."""
    keg(cast, labels=WORDS | {"ar": "برميل"})
    queries.forget()
    offered = [code for code, _label in queries.codes("packaging", "en", on=FIRST)]
    assert offered.index("keg") < min(offered.index("OTH"), offered.index("UNK"))
    assert "keg" not in dict(queries.codes("packaging", "en", on=FIRST - timedelta(days=1)))
    assert (queries.label("packaging", "keg", "fr"), queries.label("packaging", "keg", "ar")) == ("Tonnelet", "برميل")
    found = entries("code.add")[-1]
    about = CodeSubject("packaging", "keg")
    assert (found["object_id"], found["reference"], found["actor_id"]) == (
        about.pk, "packaging:keg", cast.platform_admin.user.pk,
    )  # fmt: skip
    assert payloads("code_added") == [{"code_list": "packaging", "code": "keg"}]


def test_every_process_learns_of_a_change(cast: Cast) -> None:
    """By the stamp of the edition, without a restart."""
    stamp = queries.edition()
    keg(cast)
    queries.forget()
    assert queries.edition() != stamp


def test_a_code_stands_below_its_heading(cast: Cast) -> None:
    keg(cast, code_list="concealment", code="SOLE", heading="BODY")
    queries.forget()
    rows = [each.code for each in queries.entries("concealment")]
    below = queries.below_heading("concealment", "BODY")
    assert below[-1] == "SOLE"
    assert rows.index("SOLE") == rows.index(below[-2]) + 1
    with pytest.raises(Invalid, match="no such heading"):
        keg(cast, code_list="concealment", code="HAT", heading="ING")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"code": "two words"}, "code"), ({"code": ""}, "code"), ({"code": "BRICK"}, "code"), ({"source": " "}, "source"),
     ({"labels": {"en": "Keg"}}, "fr"), ({"labels": {"fr": "Tonnelet"}}, "en"), ({"code": "x" * 41}, "code"),
     ({"labels": WORDS | {"en": "brick or BLOCK"}}, "en"), ({"labels": WORDS | {"en": "\x00"}}, "en")],
)  # fmt: skip
def test_a_faulty_code_is_refused_at_its_field(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        keg(cast, **wrong)
    assert fault.value.field == field


def test_a_code_is_worded_anew(cast: Cast) -> None:
    """The languages are told, the words kept; what is the same is no change."""
    word(cast, "brick", en="Block", fr="Pain ou brique")
    assert payloads("code_labelled") == [{"code_list": "packaging", "code": "brick", "languages": ["en"]}]
    word(cast, "brick", en="Block")
    assert len(entries("code.label")) == 1
    marks = CodeLabel.objects.filter(code__code_list="packaging", code__code="brick")
    assert dict(marks.values_list("label", "local")) == {"Block": True, "Pain ou brique": False}
    for labels, field in (({"en": ""}, "en"), ({"xx": "Block"}, "labels"), ({"fr": "y" * 161}, "fr")):
        with pytest.raises(Invalid) as fault:
            word(cast, "brick", **labels)
        assert fault.value.field == field


def test_what_is_not_there(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Missing):
        word(cast, "nothing", en="x")
    with pytest.raises(Missing):
        end(cast, "nothing", LAST)
    monkeypatch.setattr(rules, "KEPT", KEPT | {"gone"})
    with pytest.raises(Missing):
        keg(cast, code_list="gone")


def test_a_code_ends_and_the_end_is_taken_back(cast: Cast) -> None:
    """It may be picked on its last day, not after; its label stays."""
    assert end(cast, "brick", LAST).valid_to == LAST
    queries.forget()
    assert "brick" in dict(queries.codes("packaging", "en", on=LAST))
    assert "brick" not in dict(queries.codes("packaging", "en", on=LAST + timedelta(days=1)))
    assert queries.label("packaging", "brick", "en") == "Brick or block"
    end(cast, "brick", LAST)
    assert end(cast, "brick", None).valid_to is None
    assert [each["ends"] for each in payloads("code_ended")] == [True, False]
    assert len(entries("code.end")) == 2
    keg(cast)
    with pytest.raises(Invalid, match="began after"):
        end(cast, "keg", FIRST - timedelta(days=1))
    assert end(cast, "keg", FIRST).valid_to == FIRST
    assert end(cast, "keg", None).valid_to is None


def test_a_shipped_end_is_never_put_off(cast: Cast, shipped: Path) -> None:
    """And stands again when the earlier day is taken back."""
    ship(shipped, "tub,Tub,Baquet,,,2026-12-31")
    load_reference()
    with pytest.raises(Invalid, match="earlier"):
        end(cast, "tub", date(2027, 1, 1))
    assert end(cast, "tub", LAST).valid_to == LAST
    assert not load_reference().changed_anything
    assert end(cast, "tub", None).valid_to == date(2026, 12, 31)


def test_a_load_keeps_what_was_said_here(cast: Cast, shipped: Path) -> None:
    """The added code, the words, the earlier of two ends; a load after it changes nothing."""
    keg(cast)
    word(cast, "brick", en="Block", pt="Tijolo")
    end(cast, "brick", LAST)
    assert not load_reference().changed_anything
    text = (shipped / "packaging.csv").read_text(encoding="utf-8")
    text = text.replace("brick,Brick or block,Pain ou brique,", "brick,Bricks,Briques,")
    (shipped / "packaging.csv").write_text(text, encoding="utf-8")
    load_reference()
    labels = dict(CodeLabel.objects.filter(code__code_list="packaging", code__code="brick")
                  .values_list("language", "label"))  # fmt: skip
    assert labels == {"en": "Block", "fr": "Briques", "pt": "Tijolo"}
    assert period("brick")[0][1] == LAST
    assert period("keg") == [(FIRST, None, True)]
    assert not load_reference().changed_anything


@pytest.mark.parametrize(("ends", "kept"), [("2026-03-31", date(2026, 3, 31)), ("2026-12-31", LAST)])
def test_the_earlier_end_counts(cast: Cast, shipped: Path, ends: str, kept: date) -> None:
    end(cast, "brick", LAST)
    text = (shipped / "packaging.csv").read_text(encoding="utf-8")
    head, *rest = text.splitlines()
    lines = [head + ",valid_to", *(line + ("," + ends if line.startswith("brick,") else ",") for line in rest)]
    (shipped / "packaging.csv").write_text("\n".join(lines), encoding="utf-8")
    load_reference()
    assert period("brick")[0][1] == kept


def test_an_added_code_becomes_the_shipped_one(cast: Cast, shipped: Path) -> None:
    """With the words and the end that were said here: two rows could not count on the same days."""
    keg(cast)
    end(cast, "keg", LAST)
    ship(shipped, "keg,Barrel,Tonneau,baril,,")
    load_reference()
    assert period("keg") == [(date(1900, 1, 1), LAST, False)]
    queries.forget()
    assert queries.label("packaging", "keg", "fr") == "Tonnelet"
    found = queries.entry("packaging", "keg", FIRST)
    assert found is not None
    assert found.aliases == ("baril",)
    assert not load_reference().changed_anything
    assert end(cast, "keg", None).valid_to is None


def test_periods_that_do_not_meet_both_stand(cast: Cast, shipped: Path) -> None:
    """Until a release lets them meet: then the latest shipped period takes over."""
    keg(cast)
    ship(shipped, "keg,Barrel,Tonneau,,,2019-12-31")
    load_reference()
    assert period("keg") == [(date(1900, 1, 1), date(2019, 12, 31), False), (FIRST, None, True)]
    file = shipped / "packaging.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",,,2019-12-31", ",,,"), encoding="utf-8")
    load_reference()
    assert period("keg") == [(date(1900, 1, 1), None, False)]
    queries.forget()
    assert queries.label("packaging", "keg", "en") == "Keg"


def test_the_database_knows_that_an_end_holds() -> None:
    rows = Code.objects.filter(code_list="packaging", code="brick")
    for wrong in ({"ended_here": LAST}, {"ended_here": LAST, "valid_to": LAST + timedelta(days=1)}):
        with pytest.raises(IntegrityError, match="code_ended_by_then"), transaction.atomic():
            rows.update(**wrong)


@pytest.mark.parametrize(("verb", "act"), [("code.add", keg), ("code.label", lambda cast: word(cast, "brick", en="x")),
                                           ("code.end", lambda cast: end(cast, "brick", LAST))])  # fmt: skip
def test_nothing_changes_without_its_entry(cast: Cast, verb: str, act: Any) -> None:
    assert cast.platform_admin
    before = list(Code.objects.order_by("pk").values_list("code", "valid_to", "labels__label"))
    with mute_audit(verb), pytest.raises(IntegrityError), transaction.atomic():
        act(cast)
    assert list(Code.objects.order_by("pk").values_list("code", "valid_to", "labels__label")) == before
