"""The signed export: sound as it left the house, and any change, cut or new order named by the script."""

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.utils import timezone

from aircop.access.roles import Level, Role
from aircop.audit.chain import publish_head, seal
from aircop.audit.export import Asked, Told, export_lines
from aircop.audit.models import AuditEntry, Seal
from aircop.audit.signing import public_half, signing_key
from aircop.errors import Missing
from seizures.services.share import share_seizure
from taskforces.services.membership import end_membership, start_membership
from taskforces.services.network import founder
from tests.architecture.tree import ROOT
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.seizures.services.test_transfer import handed, verified

pytestmark = pytest.mark.django_db
SCRIPT = ROOT / "docs" / "audit-export" / "verify.py"
PAGE = "/audit/export/"
TODAY = timezone.now().date()
ASKED = {"since": str(TODAY - timedelta(days=1)), "until": str(TODAY + timedelta(days=1)), "purpose": "For the court"}


def seal_all() -> None:
    """Seal what waits, as the sequencer does, and publish the head."""
    with as_owner():
        while seal(connection.connection):
            pass
        publish_head(connection.connection)


def ask(member: Member, **told: str) -> Any:
    """Ask for the file as the page does."""
    client = Client()
    client.force_login(member.user)
    return client.post(PAGE, ASKED | {"agency": str(member.membership.agency_id)} | told)


def file_of(member: Member) -> bytes:
    """Return the file."""
    return b"".join(ask(member).streaming_content)


@pytest.fixture
def world(cast: Cast) -> Cast:
    """Two agencies that see each other's records, and a sealed log of it."""
    ours = cast.seizure(summary="Naïve “quotes”, \t tab, \\ and 山 and \u2028.")
    cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
    share_seizure(
        actor=cast.supervisor.actor, seizure=ours, agency=cast.foreign, level=Level.VIEW, reason="Ring \x7f é",
        until=None,
    )  # fmt: skip
    client = Client()
    client.force_login(cast.partner_officer.user)
    client.get("/seizures/")
    client.get(f"/seizures/{ours.pk}/")
    seal_all()
    return cast


def check(content: bytes, folder: Path, *arguments: str) -> tuple[int, str]:
    """Run the script as its reader does: alone, offline."""
    path = folder / "audit.ndjson"
    path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path), *arguments], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_a_file_as_it_left_the_house_is_sound(world: Cast, tmp_path: Path) -> None:
    """With the key that was told, and a head that was kept; the script says what it checked."""
    content = file_of(world.auditor)
    lines = [json.loads(line) for line in content.splitlines()]
    last = Seal.objects.latest("sequence")
    key = signing_key()
    assert key is not None
    code, said = check(content, tmp_path, "--key", public_half(key), "--head", f"{last.sequence}:{last.digest}")
    assert (code, said.startswith(f"Sound: {len(lines) - 2} entries of CI-CUS")) == (0, True), said
    assert "1 entries name records of other agencies" in said
    assert len(lines) > 10
    assert lines[0]["purpose"] == "For the court"
    assert lines[-1]["published"]


def test_it_holds_ones_own_part_of_the_log_alone(world: Cast) -> None:
    """What was done to our records or by our people; of a list of several agencies' records, not which they were."""
    rows = [json.loads(line) for line in file_of(world.auditor).splitlines()][1:-1]
    ours = str(world.customs.pk)
    listed = [row for row in rows if row["withheld"]]
    assert {row["entry"]["verb"] for row in listed} == {"seizure.list"}
    assert {(row["entry"]["object_ids"], row["entry"]["owner_agencies"]) for row in listed} == {(None, None)}
    assert all(
        ours in {row["entry"]["owner_agency"], row["entry"]["acting_agency"]} for row in rows if not row["withheld"]
    )
    named = {row["entry"]["actor_name"] for row in rows}
    assert {"Awa Kone", "Kofi Mensah", "Jean Aka"} <= named
    elsewhere = AuditEntry.objects.filter(verb="seizure.log", owner_agency=world.foreign.pk).get()
    assert str(elsewhere.pk) not in {row["entry"]["id"] for row in rows}


def test_who_took_a_record_over_is_told_whole(cast: Cast) -> None:
    """The agency that lost it finds which record that was, and whose it is now."""
    seizure = verified(cast)
    case = cast.case(seizure, by=cast.supervisor)
    handed(cast.supervisor, cast.partner_supervisor, case, cast.acc, seizure)
    seal_all()
    rows = [json.loads(line) for line in file_of(cast.auditor).splitlines()][1:-1]
    [taken] = [row for row in rows if row["entry"]["verb"] == "seizure.transfer"]
    assert (taken["withheld"], taken["entry"]["object_id"]) == ([], str(seizure.pk))
    assert set(taken["entry"]["owner_agencies"]) == {str(cast.customs.pk), str(cast.foreign.pk)}


def _line(number: int, change: Callable[[dict[str, Any]], Any]) -> Callable[[list[bytes]], list[bytes]]:
    def changed(lines: list[bytes]) -> list[bytes]:
        told = json.loads(lines[number])
        change(told)
        lines[number] = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        return lines

    return changed


def _swapped(lines: list[bytes]) -> list[bytes]:
    lines[2], lines[3] = lines[3], lines[2]
    return lines


def _exchanged(lines: list[bytes]) -> list[bytes]:
    """Another entry with a hash of its own, as somebody writes it who knows how the hash is made."""
    import hashlib  # noqa: PLC0415

    told = json.loads(lines[4])
    told["entry"]["actor_name"] = "Nobody"
    body = json.dumps(told["entry"], ensure_ascii=False, separators=(",", ":")).encode()
    told["digest"] = hashlib.sha256(told["previous"].encode() + body).hexdigest()
    lines[4] = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    return lines


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (_line(3, lambda told: told["entry"].update(actor_name="Nobody")), "line 4, entry"),
        (_line(3, lambda told: told["entry"].update(at="2020-01-01 00:00:00.000000")), "it was altered"),
        (_line(3, lambda told: told.update(digest="0" * 64)), "it was altered"),
        (_line(3, lambda told: told.pop("entry")), "line 4 is no entry"),
        (_line(3, lambda told: told.update(withheld=["x"])), "not those that were exported"),
        (_line(0, lambda told: told.update(purpose="Another")), "not those that were exported"),
        (_line(0, lambda told: told.update(format="x")), "no export of the format"),
        (_line(-1, lambda told: told.update(not_sealed_yet=9)), "the signature is wrong"),
        (_line(-1, lambda told: told.update(signature="%%%")), "the signature is wrong"),
        (_line(-1, lambda told: told.update(signature="AAAA")), "the signature is wrong"),
        (_swapped, "lines were reordered or repeated"),
        (lambda lines: [*lines[:3], lines[2], *lines[3:]], "lines were reordered or repeated"),
        (lambda lines: [*lines[:5], *lines[6:]], "it"),
        (lambda lines: lines[:-1], "the end is missing"),
        (lambda lines: [*lines[:-2], lines[-1]], "lines were removed or added"),
        (lambda lines: [*lines, lines[1]], "something was added"),
        (lambda lines: [*lines[:-1], lines[-1][:40]], "cut or damaged"),
        (lambda lines: lines[1:], "its beginning was cut"),
        (lambda lines: [], "the file was cut"),
        (_exchanged, "exchanged"),
    ],
)
def test_what_was_done_to_a_file_is_named(
    world: Cast, tmp_path: Path, tamper: Callable[[list[bytes]], list[bytes]], fault: str
) -> None:
    """Altered, cut, reordered, repeated, added to: the first fault in words, and exit 1."""
    lines = file_of(world.auditor).splitlines(keepends=True)
    code, said = check(b"".join(tamper(lines)), tmp_path)
    assert code == 1
    assert said.startswith("NOT SOUND: ")
    assert fault in said


def test_a_forger_with_a_key_of_its_own_is_found_by_the_key_that_was_told(world: Cast, tmp_path: Path) -> None:
    """The file names its key; whoever got the key by another way compares. So do heads that were kept."""
    other = Ed25519PrivateKey.generate()
    asked = Asked(
        agency_id=world.customs.pk, agency="X", since=timezone.now() - timedelta(days=1), until=timezone.now(),
        by="Forger", purpose="Forging",
    )  # fmt: skip
    forged = b"".join(export_lines(asked, other, Told()))
    key = signing_key()
    assert key is not None
    assert check(forged, tmp_path)[0] == 0
    code, said = check(forged, tmp_path, "--key", public_half(key))
    assert (code, "made by somebody else" in said) == (1, True)
    place = json.loads(forged.splitlines()[1])["sequence"]
    code, said = check(forged, tmp_path, "--head", f"{place}:{'0' * 64}")
    assert (code, "not the one whose hash was published" in said) == (1, True)
    assert check(forged, tmp_path, "--head", "nonsense")[0] == 2
    assert subprocess.run([sys.executable, str(SCRIPT), "/nowhere"], capture_output=True, check=False).returncode == 2


def test_asking_is_on_record_before_and_after(world: Cast) -> None:
    """With what for, how much, and the hash of the file."""
    content = file_of(world.auditor)
    begun, ended = AuditEntry.objects.filter(verb__startswith="audit.export").order_by("at", "id")
    assert (begun.verb, begun.purpose, begun.owner_agency) == ("audit.export", "For the court", world.customs.pk)
    end = json.loads(content.splitlines()[-1])
    assert ended.reason == f"{end['entries']} sha256:{end['sha256']}"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"purpose": ""}, "Say what the file is for"),
        ({"since": str(TODAY), "until": str(TODAY - timedelta(days=3))}, "lies before the first"),
        ({"since": "2020-01-01"}, "a year at most"),
        ({"since": "soon"}, "Error:"),
        ({"agency": "01890000-0000-7000-8000-000000000000"}, "Error:"),
    ],
)
def test_what_cannot_be_exported_is_said(world: Cast, told: dict[str, str], said: str) -> None:
    """Nothing is sent, nothing is recorded as sent."""
    answer = ask(world.auditor, **told)
    assert said in answer.content.decode()
    assert not AuditEntry.objects.filter(verb="audit.export").exists()


def test_another_agencys_part_is_not_for_its_neighbour(world: Cast) -> None:
    """Neither by its id, nor once the right has ended between the click and the file."""
    assert "Error:" in ask(world.auditor, agency=str(world.foreign.pk)).content.decode()
    assert ask(world.officer).status_code == 403
    asked = ask(world.auditor)
    end_membership(actor=founder(), membership=world.auditor.membership, reason="Posted elsewhere")
    with pytest.raises(Missing):
        b"".join(asked.streaming_content)


def test_an_auditor_of_two_agencies_chooses(world: Cast) -> None:
    """One agency a file."""
    start_membership(actor=founder(), person=world.auditor.user, agency=world.police, role=Role.AUDITOR)
    client = Client()
    client.force_login(world.auditor.user)
    page = client.get(PAGE).content.decode()
    assert "CI-POL" in page
    assert "CI-CUS" in page


def test_without_a_key_nothing_is_exported(world: Cast, settings: Any) -> None:
    """And a key of the wrong kind is a fault of the set-up."""
    settings.AUDIT_SIGNING_KEY = ""
    assert "No key is set up" in ask(world.auditor).content.decode()
    for wrong in ("%%%", base64.b64encode(b"short").decode()):
        settings.AUDIT_SIGNING_KEY = wrong
        with pytest.raises(ImproperlyConfigured):
            signing_key()
