"""The people of a seizure on its pages: the quick arrest, chips, identities, checklist, outcomes."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from uuid6 import uuid7

from aircop.access.roles import Level
from seizures.models import Arrest, Identity, IdentityDocument, Person, Seizure
from seizures.services.person import identify_person
from seizures.services.share import share_seizure
from seizures.services.verification import lock_seizure, verify_seizure
from tests.cast import Cast
from tests.seizures.people import NAMES, SECRETS, arrested, courier, named
from tests.seizures.views.conftest import SignIn
from tests.traces import entries

pytestmark = pytest.mark.django_db
CEILING = 15
MRZ = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def quick(cast: Cast, **changed: str) -> dict[str, str]:
    """Return the quick arrest as a browser sends it."""
    typed = {
        "role": "courier", "sex": "M", "age_band": "25-34", "arrested_0": "2026-03-14", "arrested_1": "03:10",
        "arrested_2": "Africa/Abidjan", "agency": str(cast.customs.pk), "rights_language": "fr", "record": str(uuid7()),
    }  # fmt: skip
    return typed | changed


def of(cast: Cast, seizure: Seizure) -> list[Person]:
    return list(Person.objects.visible_to(cast.officer.actor).filter(seizure=seizure).order_by("number"))


def test_the_quick_arrest(cast: Cast, signed_in: SignIn) -> None:
    """Six fields, most of them filled in; sent twice it makes one person."""
    seizure = cast.seizure()
    client = signed_in(cast.officer)
    assert f"/seizures/{seizure.pk}/people/add/" in client.get(f"/seizures/{seizure.pk}/").content.decode()
    page = client.get(f"/seizures/{seizure.pk}/people/add/")
    assert len(list(page.context["form"].visible_fields())) <= 7, "six, and the passport's lines folded away"
    typed = quick(cast)
    for _time in range(2):
        answer = client.post(f"/seizures/{seizure.pk}/people/add/", typed)
        assert answer.status_code == 302, answer.context["form"].errors
    (person,) = of(cast, seizure)
    assert Arrest.objects.get(person=person).rights_language == "fr"
    assert f"/seizures/{seizure.pk}/people/add/" not in client.get(f"/seizures/{seizure.pk}/").content.decode()


def test_a_child_is_written_down_with_the_guardian_still_to_be_told(cast: Cast, signed_in: SignIn) -> None:
    seizure = cast.seizure()
    client = signed_in(cast.officer)
    assert client.post(f"/seizures/{seizure.pk}/people/add/", quick(cast, age_band="12-17")).status_code == 302
    assert Arrest.objects.get(seizure=seizure).guardian_told is False
    page = client.get(f"/seizures/{seizure.pk}/people/").content.decode()
    assert "Family or guardian told" in page
    assert "badge--bad" in page


def test_a_witness_is_not_arrested(cast: Cast, signed_in: SignIn) -> None:
    seizure = cast.seizure()
    typed = quick(cast, role="witness", arrested_0="", arrested_1="")
    assert signed_in(cast.officer).post(f"/seizures/{seizure.pk}/people/add/", typed).status_code == 302
    assert (len(of(cast, seizure)), Arrest.objects.filter(seizure=seizure).count()) == (1, 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [("role", "boss"), ("sex", ""), ("arrested_0", "2999-01-01"), ("agency", "x"), ("arrested_1", "99:99"),
     ("rights_language", "\0")],
)  # fmt: skip
def test_rubbish_is_told_and_nothing_is_written(cast: Cast, signed_in: SignIn, name: str, value: str) -> None:
    seizure = cast.seizure()
    answer = signed_in(cast.officer).post(f"/seizures/{seizure.pk}/people/add/", quick(cast, **{name: value}))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert of(cast, seizure) == []


def test_the_page_shows_people_to_their_unit_without_names(cast: Cast, signed_in: SignIn) -> None:
    """Names stand on a page of their own; the list never holds them."""
    seizure = cast.seizure()
    person = named(cast, courier(cast, seizure, ingestion_suspected=True))
    arrested(cast, person, medical_check=False)
    page = signed_in(cast.supervisor).get(f"/seizures/{seizure.pk}/people/").content.decode()
    assert "P1" in page
    assert "May have swallowed something" in page
    assert not [secret for secret in SECRETS if secret in page]
    assert entries("person.list")[0]["object_ids"] == [person.pk]


def test_a_reader_without_identities_sees_role_sex_and_age(cast: Cast, signed_in: SignIn) -> None:
    """And of an arrest when, by whom and what became of it."""
    seizure = cast.seizure()
    person = named(cast, courier(cast, seizure, ingestion_suspected=True, victim=True))
    arrested(cast, person, medical_check=False, legal_basis="flagrant", legal_basis_words="Article 97")
    told: dict[str, Any] = {"level": Level.VIEW, "reason": "Ring", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, **told)
    client = signed_in(cast.partner_officer)
    text = client.get(f"/seizures/{seizure.pk}/people/").content.decode()
    assert "Courier" in text
    assert "identity not shown" in text
    hidden = ("P1", "swallowed", "Victim", "Article 97", "Caught in the act", "Still open", "/identity/", *SECRETS)
    assert not [word for word in hidden if word in text.partition("<main")[2]]
    page = client.get(f"/seizures/{seizure.pk}/").content.decode()
    assert not [secret for secret in SECRETS if secret in page]
    for path in ("identity", "identify", "change", "remove", "arrest"):
        assert client.get(f"/persons/{person.pk}/{path}/").status_code == 403
    assert entries("person.read_identity") == []


def test_an_identity_is_read_on_its_own_page(cast: Cast, signed_in: SignIn) -> None:
    person = named(cast, courier(cast, cast.seizure()))
    identify_person(actor=cast.officer.actor, person=person, names={"family_name": "Touré"})
    page = signed_in(cast.analyst).get(f"/persons/{person.pk}/identity/").content.decode()
    assert all(secret in page for secret in ("Touré", "Traoré", "AA0123456", "Mali"))
    assert "Tour" not in page.partition("<title>")[2].partition("</title>")[0]
    assert [entry["object_ids"] for entry in entries("person.read_identity")] == [[person.pk]]


@pytest.mark.parametrize("told", [{"age_band": "12-17"}, {"role": "victim"}])
def test_minors_and_victims_are_masked_until_a_reason_is_given(
    cast: Cast, signed_in: SignIn, told: dict[str, Any]
) -> None:
    person = named(cast, courier(cast, cast.seizure(), **told), birth_date=None)
    client = signed_in(cast.officer)
    for answer in (
        client.get(f"/persons/{person.pk}/identity/"),
        client.post(f"/persons/{person.pk}/identity/", {"purpose": " "}),
        client.get(f"/persons/{person.pk}/identify/"),
    ):
        assert answer.status_code == 200
        assert not [secret for secret in SECRETS if secret in answer.content.decode()]
    assert entries("person.read_identity") == []
    seen = client.post(f"/persons/{person.pk}/identity/", {"purpose": "Calling the guardian"})
    assert "Traoré" in seen.content.decode()
    assert entries("person.read_identity")[0]["purpose"] == "Calling the guardian"


def test_what_was_not_shown_is_not_wiped(cast: Cast, signed_in: SignIn) -> None:
    """The form of a masked person is empty; what stays empty stays on record."""
    person = named(cast, courier(cast, cast.seizure(), role="victim"))
    typed = {"other_names": "Ibou", "version": str(person.version)}
    assert signed_in(cast.officer).post(f"/persons/{person.pk}/identify/", typed).status_code == 302
    assert cast.officer.actor.signed_in
    identity = Identity.objects.get(person=person)
    assert (identity.family_name, identity.other_names) == (NAMES["family_name"], "Ibou")


def test_somebody_is_identified(cast: Cast, signed_in: SignIn) -> None:
    person = courier(cast, cast.seizure())
    client = signed_in(cast.officer)
    typed = {
        "family_name": "Traoré",
        "birth_date": "2010-01-01",
        "nationality": "ML",
        "kind": "passport",
        "version": "1",
    }
    missing = client.post(f"/persons/{person.pk}/identify/", typed)
    assert list(missing.context["form"].errors) == ["number"]
    assert client.post(f"/persons/{person.pk}/identify/", typed | {"number": "A1"}).status_code == 302
    stands = of(cast, person.seizure)[0]
    assert (stands.age_band, stands.minor) == ("12-17", True)


def test_a_stale_form_says_so_and_goes_through_the_second_time(cast: Cast, signed_in: SignIn) -> None:
    person = courier(cast, cast.seizure())
    client = signed_in(cast.officer)
    typed = {"role": "insider", "sex": "F", "age_band": "", "version": "0"}
    stale = client.post(f"/persons/{person.pk}/change/", typed)
    assert stale.status_code == 412
    assert 'name="version" value="1"' in stale.content.decode()
    assert client.post(f"/persons/{person.pk}/change/", typed | {"version": "1"}).status_code == 302
    assert of(cast, person.seizure)[0].role == "insider"


def test_the_checklist_is_completed_and_an_outcome_added_after_the_lock(cast: Cast, signed_in: SignIn) -> None:
    seizure = cast.seizure()
    person = courier(cast, seizure)
    arrest = arrested(cast, person)
    verify_seizure(actor=cast.supervisor.actor, seizure=seizure)
    lock_seizure(actor=cast.supervisor.actor, seizure=seizure)
    client = signed_in(cast.officer)
    form = client.get(f"/persons/{person.pk}/arrests/{arrest.pk}/change/").context["form"]
    typed = {
        "arrested_at_0": "2026-03-14", "arrested_at_1": "03:10", "arrested_at_2": "Africa/Abidjan",
        "agency": str(cast.customs.pk), "rights_told_at_0": "2026-03-14", "rights_told_at_1": "03:30",
        "rights_told_at_2": "Africa/Abidjan", "rights_language": "fr", "interpreter_needed": "no",
        "lawyer_asked": "yes", "search": "same", "version": str(form["version"].value()),
    }  # fmt: skip
    answer = client.post(f"/persons/{person.pk}/arrests/{arrest.pk}/change/", typed)
    assert answer.status_code == 302, answer.context["form"].errors
    outcome = {"outcome": "convicted", "outcome_date": "2026-06-01", "sentence_months": "24", "judgment": "Court"}
    answer = client.post(f"/persons/{person.pk}/arrests/{arrest.pk}/outcome/", outcome)
    assert answer.status_code == 302, answer.context["form"].errors
    page = client.get(f"/seizures/{seizure.pk}/people/").content.decode()
    assert "Convicted, 1 Jun 2026" in page
    assert "24 months" in page
    assert "Lawyer notified at" in page


def test_a_count_that_differs_is_told_not_refused(cast: Cast, signed_in: SignIn) -> None:
    seizure = cast.seizure(persons_arrested=2)
    arrested(cast, courier(cast, seizure))
    page = signed_in(cast.officer).get(f"/seizures/{seizure.pk}/people/").content.decode()
    assert "The record says 2 arrested; 1 with an arrest written down here." in page


def test_the_history_speaks_of_people_in_words(cast: Cast, signed_in: SignIn) -> None:
    seizure = cast.seizure()
    arrested(cast, named(cast, courier(cast, seizure)), search="same", legal_basis="warrant")
    page = signed_in(cast.officer).get(f"/seizures/{seizure.pk}/").content.decode()
    for words in ("added a person.", "P1, Role", "P1, Identity", "Family name", "By an officer of the same sex",
                  "Arrest warrant of a judge"):  # fmt: skip
        assert words in page
    assert not [secret for secret in SECRETS[:3] if secret in page]
    assert str(cast.customs.pk) not in page.partition('id="history"')[2], "agencies have names"


def test_the_page_costs_the_same_for_many_people(cast: Cast, signed_in: SignIn) -> None:
    few, many = cast.seizure(), cast.seizure()
    for seizure, count in ((few, 1), (many, 8)):
        for _each in range(count):
            arrested(cast, courier(cast, seizure))
    client = signed_in(cast.supervisor)
    found = []
    for seizure in (few, few, many):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/seizures/{seizure.pk}/people/").status_code == 200
        found.append(len(caught))
    assert found[1] == found[2] <= CEILING


def test_a_scanned_passport_says_who_it_is(cast: Cast, signed_in: SignIn) -> None:
    """Sex, age, names and the document, without typing them."""
    seizure = cast.seizure()
    typed = quick(cast, sex="", age_band="", mrz=MRZ)
    answer = signed_in(cast.officer).post(f"/seizures/{seizure.pk}/people/add/", typed)
    assert answer.status_code == 302, answer.context["form"].errors
    (person,) = of(cast, seizure)
    assert (person.sex, person.age_band, person.identified_at is not None) == ("F", "50-64", True)
    identity = Identity.objects.get(person=person)
    assert (identity.family_name, identity.given_names) == ("Eriksson", "Anna Maria")
    assert [row.number for row in IdentityDocument.objects.filter(person=person)] == ["L898902C3"]


def test_a_misread_character_is_named(cast: Cast, signed_in: SignIn) -> None:
    person = courier(cast, cast.seizure())
    typed = {"mrz": MRZ.replace("740812", "740813"), "version": "1"}
    answer = signed_in(cast.officer).post(f"/persons/{person.pk}/identify/", typed)
    (fault,) = answer.context["form"].errors["mrz"]
    assert "[" in fault
    assert "line 2" in fault


def test_what_is_typed_stands_against_what_is_scanned(cast: Cast, signed_in: SignIn) -> None:
    person = courier(cast, cast.seizure())
    typed = {"mrz": MRZ, "given_names": "Anna", "nationality": "ML", "version": "1"}
    assert signed_in(cast.officer).post(f"/persons/{person.pk}/identify/", typed).status_code == 302
    assert cast.officer.actor.signed_in
    identity = Identity.objects.get(person=person)
    assert (identity.family_name, identity.given_names, identity.nationality) == ("Eriksson", "Anna", "ML")
    document = IdentityDocument.objects.get(person=person)
    assert (document.kind, document.mrz[:6]) == ("passport", "P<UTOE")
