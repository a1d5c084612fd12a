"""Items as the laboratory tab shows them: indicated and confirmed side by side, and what figures use."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from aircop.reference.queries import label
from aircop.web.words import NBSP, day, number
from seizures.forms.laboratory_wording import RESULT, TEST
from seizures.forms.wording import amount, shown, what
from seizures.models import FieldTest, LabResult, Seizure
from seizures.queries.laboratory import Examined, figure_of, superseded
from seizures.views.controls import controls_of

UNKNOWN = ("", "UNK", "OTH")


def rows_of(seizure: Seizure, every: Iterable[Examined], *, identities: bool, serves: bool) -> list[dict[str, Any]]:
    """Return each item with its columns and its rows, the newest first."""
    return [_row(seizure, each, identities=identities, serves=serves) for each in every]


def _row(seizure: Seizure, each: Examined, *, identities: bool, serves: bool) -> dict[str, Any]:
    item, waiting = each.item, each.waiting
    return {
        "number": item.sequence,
        "what": what(item),
        "quantity": amount(item.quantity, item.unit),
        "presumptive": _presumptive(each),
        "confirmed": _confirmed(each),
        "figure": _figure(each),
        "unknown": item.figure_substance in UNKNOWN and item.figure_basis == "presumptive" and not waiting,
        "waiting": waiting,
        "controls": controls_of(item.figure_substance, seizure.occurred_on, seizure.airport.country_id),
        "tests": [_test(seizure, row, each, identities=identities) for row in reversed(each.tests)],
        "results": [_result(seizure, row, each) for row in reversed(each.results)],
        "add_test": _address("field-test-add", seizure, item.sequence),
        "send": _address("lab-request-add", seizure, item.sequence),
        "add_result": _address("lab-result-add", seizure, item.sequence),
        "serves": serves,
    }


def _address(name: str, seizure: Seizure, item: int, corrects: Any = None) -> str:
    address = reverse(f"seizures:{name}", args=[seizure.pk, item])
    return f"{address}?supersedes={corrects.pk}" if corrects else address


def _presumptive(each: Examined) -> dict[str, str]:
    test = each.test
    if test is None:
        return {"what": what(each.item), "how": _("as it was logged; not tested")}
    said = label("substance", test.substance) if test.substance else ""
    how = label("test_kit", test.kit) or label("test_device", test.device)
    result = label("test_result", test.result)
    return {"what": said or result, "how": f"{result}, {how}" if said else how}


def _confirmed(each: Examined) -> dict[str, str]:
    result = each.result
    if result is None:
        return {"what": "", "how": ""}
    said = label("substance", result.substance) or label("lab_finding", result.finding)
    return {"what": said, "how": f"{result.laboratory}, {day(result.reported_on)}", "purity": _purity(result)}


def _purity(result: LabResult) -> str:
    if result.purity is None:
        return ""
    spread = f" ± {number(result.uncertainty)}" if result.uncertainty is not None else ""
    return f"{number(result.purity)}{spread}{NBSP}%"


def _figure(each: Examined) -> dict[str, Any]:
    figure = figure_of(each.item)
    nothing = each.item.confirmed_finding == "none"
    named = label("substance", figure.substance) or what(each.item)
    return {
        "what": _("nothing under control") if nothing else named,
        "quantity": amount(figure.quantity, figure.unit),
        "confirmed": figure.basis == "confirmed",
    }


def _test(seizure: Seizure, row: FieldTest, each: Examined, *, identities: bool) -> dict[str, Any]:
    names = ("result", "substance", "kit", "lot", "device", "tested_at", *(["operator"] if identities else []))
    return _card(row, each.tests, "field_tests", names, TEST) | {
        "correct": _address("field-test-add", seizure, each.item.sequence, row),
    }


def _result(seizure: Seizure, row: LabResult, each: Examined) -> dict[str, Any]:
    names = ("finding", "substance", "salt", "report_number", "reported_on", "laboratory", "method")
    card = _card(row, each.results, "lab_results", names, RESULT)
    extra = {
        RESULT["purity"]: _purity(row),
        RESULT["others"]: ", ".join(label("substance", code) for code in row.others),
        RESULT["net_weight"]: amount(row.net_weight, row.weight_unit) if row.net_weight is not None else "",
    }
    card["rows"] += [{"label": name, "value": value} for name, value in extra.items() if value]
    return card | {"correct": _address("lab-result-add", seizure, each.item.sequence, row)}


def _card(row: Any, rows: Iterable[Any], part: str, names: Iterable[str], labels: Any) -> dict[str, Any]:
    told = [{"label": labels[name], "value": shown(f"{part}.{name}", getattr(row, name))} for name in names]
    before = next((str(each) for each in rows if each.pk == row.supersedes_id), "")
    return {
        "title": str(row),
        "rows": [each for each in told if each["value"]],
        "superseded": superseded(row, rows),
        "corrects": before,
        "recorded_at": row.recorded_at,
    }
