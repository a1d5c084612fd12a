"""What leaves in a file: what the reader may see and pass on, for a purpose, and never as a formula."""

import csv
import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from aircop.access.roles import Level
from aircop.audit.models import AuditEntry
from aircop.web.cells import plain_cell
from seizures.models import Item
from seizures.services.consent import answer_consent, ask_consent
from seizures.services.share import share_seizure
from seizures.views import export
from tests.cast import Cast, Member
from tests.seizures.views.conftest import SignIn

pytestmark = pytest.mark.django_db
URL = "/seizures/export/"


@pytest.fixture
def signed_in() -> SignIn:
    """Return a function that signs a member in."""

    def sign_in(member: Member) -> Client:
        client = Client()
        client.force_login(member.user)
        return client

    return sign_in


def rows_of(answer: Any) -> list[list[str]]:
    """Return the lines of a file as a spreadsheet reads them."""
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def table_of(rows: list[list[str]]) -> list[dict[str, str]]:
    """Return the lines of records by their headings."""
    start = next(at for at, row in enumerate(rows) if row[:1] == ["Reference"])
    end = next(at for at, row in enumerate(rows) if at > start and not row)
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 : end]]


def note_of(rows: list[list[str]], name: str) -> str:
    """Return what a line beside the table says."""
    return next((row[1] for row in rows if row[:1] == [name]), "")


def post(client: Client, **sent: Any) -> Any:
    """Ask for the file."""
    return client.post(URL, {"purpose": "Weekly figures"} | sent)


def test_the_file_holds_what_is_shown_and_no_more(cast: Cast, signed_in: SignIn) -> None:
    """The filters of the list, the rows that the reader may see, and lines that say so."""
    outward, _inward = cast.seizure(), cast.seizure(direction="IN")
    rows = rows_of(post(signed_in(cast.colleague), direction="OUT"))
    (line,) = table_of(rows)
    assert line["Reference"] == outward.reference
    assert (line["Substance"], line["Quantity"], line["Kilograms"]) == ("Cocaine", "2.5", "2.5")
    assert note_of(rows, "Shown") == "seizures: Outbound"
    assert note_of(rows, "Seizures") == note_of(rows, "Lines") == "1"
    assert note_of(rows, "Strictest handling") == "H0"
    assert note_of(rows, "Made (GMT)")


def test_ticked_rows_alone(cast: Cast, signed_in: SignIn) -> None:
    """A hidden id among them is as one that never was."""
    first, _second, hidden = (
        cast.seizure(),
        cast.seizure(),
        cast.seizure(by=cast.partner_officer, lead_agency=cast.foreign),
    )
    rows = rows_of(post(signed_in(cast.colleague), id=[str(first.pk), str(hidden.pk), "nonsense"]))
    assert [line["Reference"] for line in table_of(rows)] == [first.reference]


def test_what_may_not_be_passed_on_is_left_out_and_counted(cast: Cast, signed_in: SignIn) -> None:
    """H2 goes with the agency whose record it is alone; what is hidden is not even counted."""
    cast.seizure(handling="H2"), cast.seizure(handling="H1")
    cast.seizure(handling="H2", by=cast.partner_officer, lead_agency=cast.foreign)
    rows = rows_of(post(signed_in(cast.colleague)))
    assert [line["Handling"] for line in table_of(rows)] == ["H1"]
    assert note_of(rows, "Left out").startswith("1 seizure ")
    assert note_of(rows, "Strictest handling") == "H1"
    rows = rows_of(post(signed_in(cast.officer)))
    assert len(table_of(rows)) == 2
    assert note_of(rows, "Left out") == ""


@pytest.mark.parametrize(("who", "asked", "column", "told"), [
    ("colleague", True, True, True),
    ("colleague", False, False, False),
    ("partner_officer", True, True, False),  # sees the record without identities
    ("coordinator", True, False, False),
])  # fmt: skip
def test_identities_only_with_the_right(
    cast: Cast, signed_in: SignIn, who: str, asked: bool, column: bool, told: bool
) -> None:
    """And only where they were asked for."""
    seizure = cast.seizure(narrative="Passenger KONE")
    for agency in (cast.foreign, cast.programme):
        share_seizure(
            actor=cast.supervisor.actor, seizure=seizure, agency=agency, level=Level.VIEW, reason="Ring", until=None,
            with_identities=agency == cast.programme,
        )  # fmt: skip
    answer = post(signed_in(getattr(cast, who)), **({"identities": "on"} if asked else {}))
    rows = rows_of(answer)
    (line,) = table_of(rows)
    assert ("Narrative" in line) is column
    assert ("KONE" in str(rows)) is told


def test_cells_are_no_formulas(cast: Cast, signed_in: SignIn) -> None:
    """Whatever was typed; numbers stay numbers."""
    seizure = cast.seizure(summary='=HYPERLINK("http://x.example","y")')
    Item.objects.filter(seizure=seizure).update(quantity=Decimal("0.5"))
    (line,) = table_of(rows_of(post(signed_in(cast.colleague))))
    assert line["Summary"].startswith("'=")
    assert line["Quantity"] == "0.5"
    for text in ("=1", "+1", "-1", "@x", "\tx", "\rx", " =1", "\n=1", "\uff1d1"):
        assert plain_cell(text) == f"'{text}"
    for text in ("", "a=1", "1-2", "\u2019"):
        assert plain_cell(text) == text


def test_a_purpose_is_asked_and_kept(cast: Cast, signed_in: SignIn) -> None:
    """One short entry before and one after, with the counts; without a purpose no file."""
    cast.seizure()
    client = signed_in(cast.colleague)
    assert client.get(URL).status_code == 200
    without = client.post(URL, {"purpose": " "})
    assert (without.status_code, "Say what the file is for" in without.content.decode()) == (200, True)
    assert not AuditEntry.objects.filter(verb__startswith="seizure.export").exists()
    rows_of(post(client, purpose="For the prosecutor"))
    entries = list(AuditEntry.objects.filter(verb__startswith="seizure.export").order_by("id"))
    assert [(entry.verb, entry.purpose) for entry in entries] == [
        ("seizure.export", "For the prosecutor"), ("seizure.export_end", "For the prosecutor"),
    ]  # fmt: skip


def test_many_records_need_a_fresh_proof(cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person is sent to prove who it is; few records leave without."""
    monkeypatch.setattr(export, "MANY", 1)
    cast.seizure()
    cast.colleague.user.set_password("a long enough password")  # somebody who can prove who it is
    cast.colleague.user.save(update_fields=["password"])
    client = signed_in(cast.colleague)
    assert len(table_of(rows_of(post(client)))) == 1
    cast.seizure()
    answer = post(client)
    assert answer.status_code == 302
    assert "/confirm/" in answer["Location"]


def test_the_file_is_read_in_pieces(cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each record once, in the order of the list."""
    from seizures.exports import table  # noqa: PLC0415

    monkeypatch.setattr(table, "PIECE", 2)
    made = [cast.seizure(occurred_at=cast.facts().occurred_at.replace(hour=hour)).reference for hour in range(5)]
    rows = table_of(rows_of(post(signed_in(cast.colleague), order="occurred")))
    assert [row["Reference"] for row in rows] == made


def test_an_outsider_gets_an_empty_question(cast: Cast, signed_in: SignIn) -> None:
    """Nothing to export: no file, no entry."""
    cast.seizure()
    answer = post(signed_in(cast.outsider))
    assert answer["Content-Type"].startswith("text/html")
    assert not AuditEntry.objects.filter(verb="seizure.export").exists()


def test_the_audit_tells_whose_records_left(cast: Cast, signed_in: SignIn) -> None:
    """So that the auditor of the agency whose record it is finds that another agency took it along, and with names."""
    seizure = cast.seizure(by=cast.partner_officer, lead_agency=cast.foreign)
    share_seizure(
        actor=cast.partner_supervisor.actor, seizure=seizure, agency=cast.police, level=Level.VIEW, reason="Ring",
        until=None,
    )  # fmt: skip
    rows_of(post(signed_in(cast.colleague)))
    ended = AuditEntry.objects.get(verb="seizure.export_end")
    assert ended.owner_agency == cast.foreign.pk
    cast.seizure()
    rows_of(post(signed_in(cast.colleague)))
    both = AuditEntry.objects.filter(verb="seizure.export_end").latest("id")
    assert both.owner_agencies == sorted([cast.customs.pk, cast.foreign.pk])


def test_conditions_are_confirmed_in_their_words(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H3 asks before the file is made; what came under it in between stays out and is counted."""
    cast.seizure(), cast.seizure(handling="H3", handling_words="Ask Abidjan before any arrest")
    client = signed_in(cast.colleague)
    asked = post(client)
    assert asked["Content-Type"].startswith("text/html")
    assert "Ask Abidjan before any arrest" in asked.content.decode()
    assert "Confirm the conditions" in asked.content.decode()
    rows = rows_of(post(client, conditions_accepted="on"))
    assert len(table_of(rows)) == 2
    unasked = replace(export.OF_SEIZURES, conditions=lambda _rows: [])
    monkeypatch.setattr(export, "OF_SEIZURES", unasked)
    rows = rows_of(post(client))
    assert (len(table_of(rows)), note_of(rows, "Left out")[:9]) == (1, "1 seizure")


def test_the_file_says_what_is_not_for_court(cast: Cast, signed_in: SignIn) -> None:
    """Under H1, with another agency than the one whose record it is; its consent lifts that."""
    seizure = cast.seizure(handling="H1")
    words = "Not for court without consent (H1)"
    assert note_of(rows_of(post(signed_in(cast.colleague))), words) == "1"
    assert note_of(rows_of(post(signed_in(cast.officer))), words) == ""
    asked = ask_consent(actor=cast.supervisor.actor, about=seizure, kind="court", reason="Trial")
    answer_consent(actor=cast.owner_supervisor.actor, consent=asked, answer="granted")
    assert note_of(rows_of(post(signed_in(cast.colleague))), words) == ""


def test_with_consent_what_is_under_h2_goes_along(cast: Cast, signed_in: SignIn) -> None:
    """For the agency that asked; looked up once for many rows."""
    seizure, _other = cast.seizure(handling="H2"), cast.seizure(handling="H2")
    asked = ask_consent(actor=cast.supervisor.actor, about=seizure, kind="export", reason="Report")
    answer_consent(actor=cast.owner_supervisor.actor, consent=asked, answer="granted")
    rows = rows_of(post(signed_in(cast.colleague)))
    assert [line["Reference"] for line in table_of(rows)] == [seizure.reference]
    assert note_of(rows, "Left out").startswith("1 seizure")
