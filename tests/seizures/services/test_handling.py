"""How a record is handled binds everybody but its own agency: nobody else lifts it, within the unit or outside."""

from typing import Any

import pytest

from aircop.access.verdict import judge
from aircop.errors import NotAllowed
from seizures.services.case import change_case
from seizures.services.seizure import change_seizure
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db


def changed(member: Member, about: Any, **facts: Any) -> Any:
    if about._meta.model_name == "case":
        return change_case(actor=member.actor, case=about, version=about.version, facts=facts)
    return change_seizure(actor=member.actor, seizure=about, version=about.version, facts=facts)


@pytest.mark.parametrize("kind", ["seizure", "case"])
@pytest.mark.parametrize("facts", [{"handling": "H0"}, {"handling": "H3"}, {"handling_words": "For all to use"}])
def test_another_agency_of_the_unit_does_not_say_how_it_is_handled(cast: Cast, kind: str, facts: Any) -> None:
    """Not even more strictly: it would bind the agency whose record it is."""
    told: dict[str, Any] = {"handling": "H2", "handling_words": "Not to be passed on"}
    about = cast.seizure(**told) if kind == "seizure" else cast.case(by=cast.officer, **told)
    assert about.owner_agency == cast.customs.pk
    with pytest.raises(NotAllowed, match="Only the agency whose record it is"):
        changed(cast.supervisor, about, **facts)
    assert judge("set_handling", cast.supervisor.actor, about).code == "owner"
    same = {"handling": "H2", "summary": "Found in the lining"}
    about = changed(cast.supervisor, about, **same)
    assert (about.handling, about.summary) == ("H2", "Found in the lining")
    about = changed(cast.owner_supervisor, about, **facts)
    assert {name: getattr(about, name) for name in facts} == facts
