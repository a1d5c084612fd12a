"""`/metrics`: figures for a Prometheus server that asks this process itself."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from aircop.home.gauges import Gauges
from aircop.web.measures import counted

PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED")  # what proxies write


def _may_ask(request: HttpRequest) -> bool:
    """Whether the question comes from a network that is listed, and from there itself."""
    if any(name in request.META for name in PASSED_ON):
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in settings.METRICS_NETWORKS)


@require_safe
@transaction.non_atomic_requests
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with counts and ages; to everybody else the address does not exist."""
    if not _may_ask(request):
        raise Http404
    gauges = CollectorRegistry()
    gauges.register(Gauges())
    return HttpResponse(generate_latest(counted()) + generate_latest(gauges), content_type=CONTENT_TYPE_LATEST)
