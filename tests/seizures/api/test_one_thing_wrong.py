"""A request that is right but for one value: it gets further than noise does, as far as the database's constraints."""

from typing import Any

import pytest

from seizures.models import Seizure
from tests.cast import Cast
from tests.seizures.api.test_seizure import BODY, JSON, URL, client_of

pytestmark = pytest.mark.django_db
ITEM = {"form": "powder", "concealment": "", "basis": "", "packages": 1, "value": "10.00", "currency": "XOF"}
WHOLE: dict[str, Any] = BODY | {
    "occurred_zone": "Africa/Abidjan", "occurred_precision": "minute", "place": "", "detection": "",
    "flight_number": "AF703", "air_waybill": "", "summary": "A bag.", "handling": "H0", "handling_words": "",
    "lead_agency": None, "draft": False, "items": [BODY["items"][0] | ITEM],
}  # fmt: skip
WRONG: list[Any] = [None, -1, 10**15, "", "\u0000", "A" * 400, "0", "xof", "999999999999999999999999999", [], {}]


def test_no_single_wrong_value_is_a_fault_of_ours(cast: Cast) -> None:
    """Each answer is a 2xx or a 4xx, and what stood before stands."""
    kept = cast.seizure()
    client = client_of(cast.officer)
    client.raise_request_exception = False
    whole = WHOLE | {"lead_agency": str(cast.customs.pk)}
    item = whole["items"][0]
    bodies = [whole | {name: wrong} for name in whole for wrong in WRONG]
    bodies += [whole | {"items": [item | {name: wrong}]} for name in item for wrong in WRONG]
    codes = [client.post(URL, body, content_type=JSON).status_code for body in bodies]
    assert [body for body, code in zip(bodies, codes, strict=True) if code >= 500] == []
    assert {201, 400} <= set(codes)
    assert Seizure.objects.visible_to(cast.officer.actor).filter(pk=kept.pk).exists()
