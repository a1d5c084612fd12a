"""The loaded world: what stands, who can sign in and sees what, and that a second load changes nothing."""

import stat
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from aircop.access.models import Share, ShareVia
from aircop.accounts.models import User
from aircop.demo.cases import CASES
from aircop.demo.people import IN_TWO_UNITS
from alerts.models import Alert, Answer
from seizures.enums import CaseStatus
from seizures.models import Case, Consent, Referral, Seizure
from seizures.queries.share import STALE
from taskforces.models import Agency, Membership, TaskForce
from tests.aircop.accounts.hands import Browser
from tests.aircop.demo.conftest import PAST, SMALL
from tests.aircop.demo.eyes import accounts, census, of_role, seen_by, token_for
from tests.databases import as_owner

pytestmark = pytest.mark.django_db


def test_a_second_load_changes_nothing(world: Path) -> None:
    before, file = census(), (world / "demo-accounts.json").read_bytes()
    call_command("load_demo", verbosity=0)
    assert census() == before
    assert (world / "demo-accounts.json").read_bytes() == file


@pytest.mark.parametrize("file", [None, "[]", "{", '[{"client_id": "demo-pt-gateway"}]'])
def test_a_lost_accounts_file_is_written_anew_and_right(
    world: Path, file: str | None, settings: Any, tmp_path: Path
) -> None:
    before = of_role(world, "partner")
    settings.DATA_DIR = tmp_path
    if file is not None:
        (tmp_path / "demo-accounts.json").write_text(file)
    call_command("load_demo", verbosity=0)
    after = of_role(tmp_path, "partner")
    assert [a["client_id"] for a in after] == [b["client_id"] for b in before]
    assert all(token_for(account) for account in after)


@pytest.mark.usefixtures("world")
def test_what_stands() -> None:
    assert TaskForce.objects.count() == 12
    assert Agency.objects.count() == 33
    with as_owner():
        statuses = Counter(Seizure.objects.values_list("status", flat=True))
    assert statuses.total() == SMALL + SMALL // 30 + PAST
    assert {"draft", "submitted", "verified", "locked", "rejected"} <= statuses.keys()
    assert Membership.objects.filter(person__email=IN_TWO_UNITS.email).in_force().count() == 2
    assert Membership.objects.exclude(valid_to=None).exists()


def test_the_accounts_file_holds_what_was_promised(world: Path) -> None:
    path = world / "demo-accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    found = accounts(world)
    keys = {"username", "password", "role", "agency", "task_force", "language"}
    assert all(keys <= account.keys() for account in found)
    assert all(a["password"].startswith("aircop-demo-") for a in found if a["role"] != "partner")
    first = [a for a in found if a["task_force"] == "ABJ1"]
    assert Counter(a["role"] for a in first)["officer"] >= 2
    assert Counter(a["role"] for a in first)["supervisor"] >= 1
    assert len({a["agency"] for a in first}) >= 2
    second = {a["role"] for a in found if a["task_force"] == "ACC1"}
    assert {"officer", "supervisor"} <= second
    assert any(a["role"] == "officer" and a["task_force"] is None for a in found)
    assert {a["role"] for a in found} == {
        "officer", "supervisor", "analyst", "agency_admin", "platform_admin", "coordinator", "auditor", "partner",
    }  # fmt: skip
    partners = of_role(world, "partner")
    assert len({a["agency"] for a in partners}) == 2
    assert all(a["client_id"] and a["client_secret"] and a["scopes"] for a in partners)


def test_every_role_can_sign_in(world: Path) -> None:
    tried = set()
    for account in accounts(world):
        if account["role"] in tried or account["role"] == "partner":
            continue
        tried.add(account["role"])
        browser = Browser()
        user = User.objects.get(email=account["username"])
        assert browser.sign_in(user, account["password"]).status_code == 302
        assert browser.session["_auth_user_id"] == str(user.pk)
        assert user.language == account["language"]
    assert len(tried) == 7


def test_partner_systems_get_tokens_with_their_scopes(world: Path) -> None:
    assert all(token_for(account) for account in of_role(world, "partner"))


def test_who_sees_what(world: Path) -> None:
    coordinator = seen_by(of_role(world, "coordinator")[0]["username"])
    with as_owner():
        submitted = Seizure.objects.exclude(status="draft").count()
    assert len(coordinator) == submitted
    assert seen_by(of_role(world, "platform_admin")[0]["username"]) == []
    assert seen_by(of_role(world, "agency_admin")[0]["username"]) == []
    officer = next(a for a in of_role(world, "officer") if a["task_force"] == "ABJ1")
    own = seen_by(officer["username"])
    assert own
    assert {seizure.airport_id for seizure in own if seizure.access_list_id == seizure.root_list_id} == {"ABJ"}
    assert {seizure.airport_id for seizure in own} > {"ABJ"}, "a case of another unit was offered with its seizures"


@pytest.mark.usefixtures("world")
def test_cases_stand_in_every_state() -> None:
    with as_owner():
        states = Counter(Case.objects.values_list("status", flat=True))
    assert set(states) == set(CaseStatus.values)
    assert states.total() == len(CASES)


@pytest.mark.usefixtures("world")
def test_every_page_of_sharing_has_something_to_look_at() -> None:
    with as_owner():
        offers = Counter(Referral.objects.values_list("status", flat=True))
        answers = Counter(Consent.objects.values_list("answer", flat=True))
        alerts = Counter(Alert.objects.values_list("status", flat=True))
        shared = Share.objects.filter(about_type="seizures.case", under=None)
        readers = {(each.agency_id is not None, each.unit_id is not None, each.user_id is not None) for each in shared}
        assert offers == {"accepted": 1, "offered": 1, "declined": 1, "handed_back": 1}
        assert answers == {"granted": 1, "refused": 1, "": 1}
        assert alerts == {"published": 3, "recalled": 1, "in_review": 1, "draft": 1}
        assert Alert.objects.filter(urgent=True).count() == 1
        assert Answer.objects.count() == 6
        assert readers == {(True, False, False), (False, True, False), (True, False, True)}
        assert Share.objects.filter(via=ShareVia.CASE).exists(), "seizures went along"
        assert STALE["left"](Share.objects.in_force()).exists(), "a grant of somebody who has left"
