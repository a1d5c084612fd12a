"""`/api/v1/alert-statistics/`, `/api/v1/request-statistics/`: what came of alerts and requests over a period."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from aircop.audit import record
from aircop.rest.etags import etag
from aircop.rest.exceptions import bad_parameter
from aircop.rest.fields import DayField, IdField, TextField, WholeNumberField
from aircop.rest.filters import DayFilter, Filter
from aircop.rest.renderers import dumps
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import ResourceView
from alerts.forms.outcome import LONGEST, period_of
from alerts.queries.outcome import AlertFigures, Period, RequestFigures, Times, alert_outcome, request_outcome

DAYS: dict[str, Filter] = {
    "since": DayFilter("since", "First day (GMT). Without it: ninety days up to the last one."),
    "until": DayFilter("until", "Last day (GMT). Without it: today."),
}


class TimesShape(StrictSerializer):
    """How long it took, in seconds: of how many (`n`), the median, and what nine of ten stayed below."""

    n = WholeNumberField()
    median = WholeNumberField(allow_null=True)
    ninth_of_ten = WholeNumberField(allow_null=True)


class AlertFiguresShape(StrictSerializer):
    """Alerts told, units and agencies addressed, those that answered, and those with a seizure or an arrest."""

    alerts = WholeNumberField()
    addressed = WholeNumberField()
    answered = WholeNumberField()
    yielded = WholeNumberField()
    times = TimesShape()


class AlertsOfKindShape(AlertFiguresShape):
    """Of one kind."""

    kind = TextField()


class AlertsOfTellerShape(AlertFiguresShape):
    """Told by one task force."""

    task_force = IdField()


class AlertsOfSideShape(AlertFiguresShape):
    """Told to one task force or one agency."""

    task_force = IdField(allow_null=True)
    agency = IdField(allow_null=True)


class AlertsOfPairShape(AlertFiguresShape):
    """From a unit in one country to the addressees in another; empty for an international agency."""

    from_country = TextField()
    to_country = TextField()


class AlertStatisticsAnswer(StrictSerializer):
    """What came of the alerts of a period that the reader sees. Of others' alerts it counts itself alone."""

    since = DayField()
    until = DayField()
    total = AlertFiguresShape()
    by_kind = AlertsOfKindShape(many=True)
    by_teller = AlertsOfTellerShape(many=True)
    by_asked = AlertsOfSideShape(many=True)
    by_countries = AlertsOfPairShape(many=True)


class RequestFiguresShape(StrictSerializer):
    """Requests by what became of them. `measured` are those whose clock has said something, `in_time` those within."""

    asked = WholeNumberField()
    answered = WholeNumberField()
    refused = WholeNumberField()
    withdrawn = WholeNumberField()
    open = WholeNumberField()
    times = TimesShape()
    measured = WholeNumberField()
    in_time = WholeNumberField()


class RequestsOfClockShape(RequestFiguresShape):
    """Under one clock."""

    clock = TextField()


class RequestsOfSideShape(RequestFiguresShape):
    """Asked of one task force or one agency."""

    task_force = IdField(allow_null=True)
    agency = IdField(allow_null=True)


class RequestsOfPairShape(RequestFiguresShape):
    """From one country to another; empty for an international agency."""

    from_country = TextField()
    to_country = TextField()


class RefusalsShape(StrictSerializer):
    """Refusals for one reason, from one country to another."""

    from_country = TextField()
    to_country = TextField()
    reason = TextField()
    refused = WholeNumberField()


class RequestStatisticsAnswer(StrictSerializer):
    """What came of the requests of a period that the reader sees."""

    since = DayField()
    until = DayField()
    total = RequestFiguresShape()
    by_clock = RequestsOfClockShape(many=True)
    by_asked = RequestsOfSideShape(many=True)
    by_countries = RequestsOfPairShape(many=True)
    refusals = RefusalsShape(many=True)


class OutcomeView(ResourceView):
    """Figures of a period."""

    parameters: ClassVar = {"list": DAYS}

    def list(self, request: Request) -> Response:  # noqa: ARG002
        """Return the figures of the period asked for."""
        asked = self.query()
        period = period_of(asked.get("since"), asked.get("until"))
        if period.until < period.since:
            raise bad_parameter("until", _("The last day lies before the first one."))
        if period.until - period.since > LONGEST:
            raise bad_parameter("until", _("Choose five years at most."))
        body = {"since": period.since, "until": period.until} | self.figures(period)
        return Response(body, headers={"ETag": etag(sha256(dumps(body)).hexdigest()[:16])})

    def figures(self, period: Period) -> dict[str, Any]:
        """Return the figures, and note that they were read."""
        raise NotImplementedError


class AlertStatisticsView(OutcomeView):
    """What came of alerts."""

    serializer_class = AlertStatisticsAnswer
    required_scopes: ClassVar = {"list": "alerts:read"}

    def figures(self, period: Period) -> dict[str, Any]:
        """Return the figures of alerts."""
        found = alert_outcome(self.actor, period)
        record(self.actor, "outcome.read", owners=found.owners)
        return {
            "total": _of_alerts(found.total),
            "by_kind": _keyed(found.kinds, "kind"),
            "by_teller": _keyed(found.tellers, "task_force"),
            "by_asked": _keyed(found.sides, "task_force", "agency"),
            "by_countries": _keyed(found.pairs, "from_country", "to_country"),
        }


class RequestStatisticsView(OutcomeView):
    """What came of requests for information."""

    serializer_class = RequestStatisticsAnswer
    required_scopes: ClassVar = {"list": "messages:read"}

    def figures(self, period: Period) -> dict[str, Any]:
        """Return the figures of requests."""
        found = request_outcome(self.actor, period)
        record(self.actor, "outcome.read")
        refusals = [
            dict(zip(("from_country", "to_country", "reason"), each.key, strict=True)) | {"refused": each.refused}
            for each in found.refusals
        ]
        return {
            "total": _of_requests(found.total),
            "by_clock": _keyed(found.clocks, "clock"),
            "by_asked": _keyed(found.sides, "task_force", "agency"),
            "by_countries": _keyed(found.pairs, "from_country", "to_country"),
            "refusals": refusals,
        }


def _keyed(found: Sequence[AlertFigures] | Sequence[RequestFigures], *names: str) -> list[dict[str, Any]]:
    return [
        dict(zip(names, each.key, strict=True))
        | (_of_alerts(each) if isinstance(each, AlertFigures) else _of_requests(each))
        for each in found
    ]


def _of_alerts(figures: AlertFigures) -> dict[str, Any]:
    names = ("alerts", "addressed", "answered", "yielded")
    return {name: getattr(figures, name) for name in names} | {"times": _times(figures.times)}


def _of_requests(figures: RequestFigures) -> dict[str, Any]:
    names = ("asked", "answered", "refused", "withdrawn", "open", "measured", "in_time")
    return {name: getattr(figures, name) for name in names} | {"times": _times(figures.times)}


def _times(times: Times) -> dict[str, Any]:
    median, ninth = (None if each is None else round(each.total_seconds()) for each in (times.median, times.ninth))
    return {"n": times.count, "median": median, "ninth_of_ten": ninth}
