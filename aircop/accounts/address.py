"""From which network address a request comes."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

HOST_BITS_GIVEN_AWAY = 64  # one customer's IPv6 network: counting single addresses of it would count nothing


def client_address(request: HttpRequest) -> str:
    """Return the address of who asks, or "" when it cannot be told (a Unix socket without a proxy).

    `X-Forwarded-For` is written by anybody; only its last entries, added by our own proxies, can be believed.
    """
    trusted = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    claimed = hops[-trusted] if trusted and len(hops) >= trusted else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(claimed))
    except ValueError:
        return ""


def network_of(address: str) -> str:
    """Return what one subscriber controls: the address itself, or its /64 for IPv6."""
    if not address:
        return ""
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network(f"{parsed}/{HOST_BITS_GIVEN_AWAY}", strict=False))
    return address
