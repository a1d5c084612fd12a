"""How a record is handled, in the forms that change it."""

import pytest

from tests.cast import Cast
from tests.seizures.views.conftest import SignIn
from tests.seizures.views.test_seizure_change import sent_by

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["seizure", "case"])
def test_a_form_shows_how_it_is_handled_and_leaves_it(cast: Cast, signed_in: SignIn, kind: str) -> None:
    """What is typed besides is not lost over it."""
    about = cast.seizure(handling="H2") if kind == "seizure" else cast.case(by=cast.officer, handling="H2")
    address = f"/{kind}s/{about.pk}/change/"
    client = signed_in(cast.supervisor)
    form = client.get(address).context["form"]
    assert form.fields["handling"].disabled
    assert "ask it" in form.fields["handling"].help_text
    sent = sent_by(form) | {"handling": "H0", "summary": "Found in the lining"}
    assert client.post(address, sent).status_code == 302
    about = type(about).objects.visible_to(cast.supervisor.actor).get(pk=about.pk)
    assert (about.handling, about.summary) == ("H2", "Found in the lining")
    assert not signed_in(cast.owner_supervisor).get(address).context["form"].fields["handling"].disabled
