"""Pages of items: each commodity asks for its own fields, faults stand at their field, nothing typed is lost."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aircop.access.roles import Level
from seizures.forms.item import ItemForm
from seizures.models import Item, Seizure
from seizures.models.commodity import CLASSES
from seizures.services.item import add_item, change_item
from seizures.services.seizure import change_seizure
from seizures.services.share import share_seizure
from tests.cast import Cast
from tests.databases import as_owner
from tests.seizures.views.conftest import SignIn, sent_by

pytestmark = pytest.mark.django_db
GUN: dict[str, Any] = {
    "commodity": "FIR", "amount_0": "2", "amount_1": "piece", "details-firearm_type": "pistol",
    "details-calibre": "9x19 mm", "details-serial_state": "obliterated", "details-trace_requested": "yes",
    "details-rounds": "15", "concealment": "FBT", "concealment_detail": "Under the lining",
}  # fmt: skip


def at(seizure: Seizure, act: str) -> str:
    return f"/seizures/{seizure.pk}/items/{act}"


def stands(seizure: Seizure) -> list[Item]:
    with as_owner():
        return list(Item.objects.filter(seizure=seizure).select_related("seizure").order_by("sequence"))


def also(cast: Cast, seizure: Seizure, **found: Any) -> None:
    version = Seizure.objects.visible_to(cast.officer.actor).values_list("version", flat=True).get(pk=seizure.pk)
    add_item(actor=cast.officer.actor, seizure=seizure, version=version, found=cast.found(**found))


@pytest.mark.parametrize("code", CLASSES)
def test_each_commodity_asks_for_its_own_fields(cast: Cast, signed_in: SignIn, code: str) -> None:
    """By its address, without script."""
    page = signed_in(cast.officer).get(at(cast.seizure(), f"add/?commodity={code}"))
    form = page.context["form"]
    assert {f"details-{detail.name}" for detail in CLASSES[code].details} <= set(form.fields)
    assert ("substance" in form.fields) == CLASSES[code].has("substance")
    assert page.content.decode().count('name="details-') >= len(CLASSES[code].details)


@pytest.mark.parametrize("asked", ["", "?commodity=", "?commodity=nonsense", "?commodity=%00"])
def test_an_unknown_commodity_is_the_usual_one(cast: Cast, signed_in: SignIn, asked: str) -> None:
    page = signed_in(cast.officer).get(at(cast.seizure(), f"add/{asked}"))
    assert page.context["form"].kind.code == "DRG"


def test_another_commodity_brings_its_fields_and_what_was_typed_stays(cast: Cast, signed_in: SignIn) -> None:
    """Its button saves nothing; marks and version are those that the writer began from."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    typed = {"commodity": "WLD", "concealment": "FBT", "markings": "Red", "amount_0": "7", "marks": "form:abc"}
    page = officer.post(at(seizure, "1/change/"), typed | {"version": "1", "show": "1"})
    form = page.context["form"]
    assert page.status_code == 200
    assert "details-species" in form.fields
    told = {name: form[name].value() for name in ("commodity", "concealment", "markings", "marks")}
    assert told == {"commodity": "WLD", "concealment": "FBT", "markings": "Red", "marks": "form:abc"}
    assert (form["amount"].value()[0], form["version"].value()) == ("7", "1")
    assert [item.commodity for item in stands(seizure)] == ["DRG"]


def test_the_pages_of_items_lead_to_each_other(cast: Cast, signed_in: SignIn) -> None:
    """And from the other sections of the entry: what was found is told in one place."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    also(cast, seizure, quantity=Decimal(7))
    for address in (f"/seizures/{seizure.pk}/change/", f"/seizures/{seizure.pk}/conveyance/"):
        assert at(seizure, "1/change/") in officer.get(address).content.decode()
    page = officer.get(at(seizure, "1/change/"))
    assert [tab["current"] for tab in page.context["items"]] == [True, False, False]
    for act in ("2/change/", "add/", "1/remove/"):
        assert at(seizure, act) in page.content.decode()
    assert "amount" not in officer.get(f"/seizures/{seizure.pk}/change/").context["form"].fields


@pytest.mark.parametrize(("choice", "quantity"), [("mine", "9"), ("theirs", "8")])
def test_two_writers_of_one_item_see_both_texts_and_choose(
    cast: Cast, signed_in: SignIn, choice: str, quantity: str
) -> None:
    """What only one of them touched stands as that one wrote it."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    address = at(seizure, "1/change/")
    mine = sent_by(officer.get(address).context["form"]) | {"amount_0": "9", "packages": "3"}
    theirs: dict[str, Any] = {"quantity": Decimal(8), "markings": "Star"}
    change_item(actor=cast.colleague.actor, seizure=seizure, sequence=1, version=seizure.version, told=theirs)
    refused = officer.post(address, mine)
    assert refused.status_code == 412
    assert [(each.field, each.sent, each.current) for each in refused.context["clashes"]] == [
        ("amount", "9 Kilogram", "8 Kilogram")
    ]
    assert 'name="keep-amount"' in refused.content.decode()
    again = sent_by(refused.context["form"])
    assert (again["amount_0"], again["packages"], again["markings"]) == ("9", "3", "Star")
    assert officer.post(address, again | {"keep-amount": choice}).status_code == 302
    (item,) = stands(seizure)
    assert (str(item.quantity.normalize()), item.packages, item.markings) == (quantity, 3, "Star")


def test_a_commodity_given_up_keeps_the_fields_of_the_one_that_stands(cast: Cast, signed_in: SignIn) -> None:
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    address = at(seizure, "1/change/")
    mine = GUN | {"version": seizure.version, "marks": officer.get(address).context["form"].initial["marks"]}
    told: dict[str, Any] = {"commodity": "CUR", "quantity": Decimal(5), "unit": "XOF"}
    change_item(actor=cast.colleague.actor, seizure=seizure, sequence=1, version=seizure.version, told=told)
    refused = officer.post(address, mine)
    assert {"commodity", "amount"} <= {each.field for each in refused.context["clashes"]}
    again = sent_by(refused.context["form"]) | {"keep-commodity": "theirs", "keep-amount": "theirs"}
    assert officer.post(address, again).status_code == 302
    assert [(item.commodity, item.unit) for item in stands(seizure)] == [("CUR", "XOF")]


def test_an_item_is_added_with_all_that_was_typed(cast: Cast, signed_in: SignIn) -> None:
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    answer = officer.post(at(seizure, "add/"), GUN | {"version": seizure.version}, follow=True)
    assert answer.redirect_chain
    added = stands(seizure)[1]
    assert (added.commodity, added.quantity, added.unit, added.concealment) == ("FIR", Decimal(2), "piece", "FBT")
    assert added.details == {
        "firearm_type": "pistol", "calibre": "9x19 mm", "serial_state": "obliterated", "trace_requested": True,
        "rounds": 15,
    }  # fmt: skip
    text = answer.content.decode()
    for shown in ("Pistol", "9x19 mm", "Obliterated", "Under the lining", "Add another item", "Item 2, Calibre"):
        assert shown in text


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("amount_0", "", "amount"),
        ("amount_1", "kg", "amount"),
        ("details-firearm_type", "cannon", "details-firearm_type"),
        ("details-rounds", "many", "details-rounds"),
        ("gross_weight", "3", "weight_unit"),
        ("value", "10", "currency"),
        ("valued_on", "2999-01-01", "value"),
    ],
)
def test_a_fault_is_said_at_its_field(cast: Cast, signed_in: SignIn, field: str, value: str, wrong: str) -> None:
    """Whether the form finds it or the service."""
    seizure = cast.seizure()
    page = signed_in(cast.officer).post(at(seizure, "add/"), GUN | {"version": seizure.version, field: value})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [wrong]
    assert 'value="9x19 mm"' in page.content.decode()
    assert len(stands(seizure)) == 1


def test_an_item_is_changed_and_an_emptied_field_goes(cast: Cast, signed_in: SignIn) -> None:
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    also(cast, seizure, commodity="GLD", substance="", quantity=Decimal("12.5"), unit="kg",
         details={"fineness": "750", "declared": True, "hallmark": "A"})  # fmt: skip
    page = officer.get(at(seizure, "2/change/"))
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields if name != "amount" and form[name].value() is not None}
    assert (sent["details-declared"], sent["details-fineness"]) == ("yes", "750")
    sent |= {"amount_0": "12.5", "amount_1": "kg", "details-hallmark": "", "details-fineness": "916,5"}
    assert officer.post(at(seizure, "2/change/"), sent).status_code == 302
    assert stands(seizure)[1].details == {"fineness": "916.5", "declared": True}


def test_an_item_becomes_another_commodity(cast: Cast, signed_in: SignIn) -> None:
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    assert officer.get(at(seizure, "1/change/?commodity=CUR")).context["form"].kind.code == "CUR"
    cash = {"commodity": "CUR", "amount_0": "5000", "amount_1": "XOF", "details-cash_form": "notes"}
    assert officer.post(at(seizure, "1/change/"), cash | {"version": seizure.version}).status_code == 302
    assert [(item.commodity, item.substance, item.unit) for item in stands(seizure)] == [("CUR", "", "XOF")]


def test_a_stale_form_keeps_its_typing_and_saves_the_second_time(cast: Cast, signed_in: SignIn) -> None:
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    change_seizure(actor=cast.colleague.actor, seizure=seizure, version=seizure.version, facts={"summary": "Theirs."})
    page = officer.post(at(seizure, "add/"), GUN | {"version": seizure.version})
    assert page.status_code == 412
    assert "Your text does not stand against theirs" in page.content.decode()
    again = sent_by(page.context["form"])
    assert (again["details-calibre"], again["version"]) == ("9x19 mm", str(seizure.version + 1))
    assert officer.post(at(seizure, "add/"), again).status_code == 302


def test_an_item_is_removed_after_a_question(cast: Cast, signed_in: SignIn) -> None:
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    also(cast, seizure, quantity=Decimal(7))
    assert "7 kg" in officer.get(at(seizure, "2/remove/")).content.decode().replace("\xa0", " ")
    stale = officer.post(at(seizure, "2/remove/"), {"version": seizure.version}, follow=True)
    assert "Somebody changed this record" in stale.content.decode()
    done = officer.post(at(seizure, "2/remove/"), {"version": seizure.version + 1}, follow=True)
    assert "no longer an item" in done.content.decode()
    last = officer.post(at(seizure, "1/remove/"), follow=True)
    assert "the only item" in last.content.decode()
    assert len(stands(seizure)) == 1


def test_a_number_that_is_none_of_its_items_is_not_found(cast: Cast, signed_in: SignIn) -> None:
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    for act in ("9/change/", "9/remove/", "99999999999999999999/change/"):
        assert officer.get(at(seizure, act)).status_code == 404
    assert signed_in(cast.outsider).get(at(seizure, "add/")).status_code == 404


def test_without_identities_their_fields_are_not_there(cast: Cast, signed_in: SignIn) -> None:
    """In the form and on the page: not even their names."""
    seizure = cast.seizure()
    also(cast, seizure, commodity="DOC", substance="", quantity=Decimal(1), unit="piece", exhibit_note="Bag of Mr X",
         details={"document_type": "visa", "document_number": "X1234567"})  # fmt: skip
    item = stands(seizure)[1]
    form = ItemForm(item=item, commodity_code="DOC", identities=False)
    assert not {"details-document_number", "exhibit_note", "concealment_detail"} & set(form.fields)
    terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Same ring", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, **terms)
    theirs = signed_in(cast.partner_officer).get(f"/seizures/{seizure.pk}/").content.decode()
    own = signed_in(cast.officer).get(f"/seizures/{seizure.pk}/").content.decode()
    for hidden in ("X1234567", "Bag of Mr X"):
        assert hidden in own
        assert hidden not in theirs
    assert "Visa" in theirs


def test_species_tell_their_appendix_of_the_day(cast: Cast, signed_in: SignIn) -> None:
    seizure = cast.seizure()
    also(cast, seizure, commodity="WLD", substance="", unit="kg", details={"species": "manis", "specimen": "scales"})
    text = signed_in(cast.officer).get(f"/seizures/{seizure.pk}/").content.decode()
    assert "CITES Appendix I<" in text


def test_items_cost_no_statements(cast: Cast, signed_in: SignIn) -> None:
    """Neither on the record nor in the list."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    for address in (f"/seizures/{seizure.pk}/", "/seizures/"):
        officer.get(address)
        with CaptureQueriesContext(connection) as few:
            officer.get(address)
        for _ in range(3):
            also(cast, seizure, commodity="CUR", substance="", unit="EUR", details={"cash_form": "notes"})
        with CaptureQueriesContext(connection) as many:
            officer.get(address)
        assert len(many) == len(few)


def test_a_code_that_ended_is_still_chosen_in_the_form(cast: Cast, signed_in: SignIn) -> None:
    """Saving something else leaves it where it stood, in a column and in a detail."""
    seizure = cast.seizure()
    with as_owner():
        Item.objects.filter(seizure=seizure).update(packaging="gone", details={"salt": "went"})
    client = signed_in(cast.officer)
    page = client.get(at(seizure, "1/change/"))
    assert page.content.decode().count("no longer in the list") == 2
    answer = client.post(at(seizure, "1/change/"), {**sent_by(page.context["form"]), "markings": "Scorpion"})
    assert answer.status_code == 302, answer.context["form"].errors
    (item,) = stands(seizure)
    assert (item.packaging, item.details, item.markings) == ("gone", {"salt": "went"}, "Scorpion")
