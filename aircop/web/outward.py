"""Posting to an address that somebody typed: a public one alone, the one that was checked, in a bounded time.

The name is resolved once, every address it leads to must be public, and the connection goes to the first of them: what
the name says a moment later does not matter. Redirects are not followed, answers are read up to a bound, and the whole
of it ends after ten seconds, however slowly the other side speaks.
"""

import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 10.0
MOST = 64 * 1024
GOOD = range(200, 300)
PORTS = {"https": 443, "http": 80}
INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "arpa", "test", "invalid", "onion")
# Addresses of the new kind that wrap one of the old kind: what they wrap may be private.
WRAPPING = tuple(IPv6Network(text) for text in ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "2002::/16", "2001::/32"))

type Address = IPv4Address | IPv6Address


class BadAddress(ValueError):
    """An address to which nothing is sent; `code` says why: form, scheme, name or private."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreachable(OSError):
    """What was posted did not arrive; the one argument says why, in a word that names no content."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address in its parts."""

    scheme: str
    host: str
    port: int
    path: str


def read_address(text: str) -> Target:
    """Return the parts of an address. Raises BadAddress for one that can be no public https address."""
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise BadAddress("form") from None
    if not text.isascii() or not text.isprintable() or " " in text or "\\" in text or not host:
        raise BadAddress("form")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadAddress("form")
    if parts.scheme != "https" and not (settings.OUTWARD_PRIVATE and parts.scheme == "http"):
        raise BadAddress("scheme")
    _check_host(host)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return Target(parts.scheme, host, port or PORTS[parts.scheme], path)


def post(text: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Post once. Raises Unreachable, or BadAddress, when it did not arrive."""
    target = read_address(text)
    connection = _Pinned(target, _resolved(target))
    alarm = threading.Timer(SECONDS, connection.cut)
    alarm.daemon = True
    alarm.start()
    try:
        connection.request("POST", target.path, body=body, headers=dict(headers))
        with connection.getresponse() as answer:
            said = answer.read(MOST + 1)
    except (OSError, HTTPException) as fault:
        raise Unreachable("timeout" if connection.was_cut else type(fault).__name__) from fault
    finally:
        alarm.cancel()
        connection.close()
    if connection.was_cut:
        raise Unreachable("timeout")
    if len(said) > MOST:
        raise Unreachable("too_big")
    if answer.status not in GOOD:
        said_no = f"status_{answer.status}"
        raise Unreachable(said_no)


def is_public(address: Address) -> bool:
    """Whether an address is one of the open network, and wraps none that may not be."""
    if isinstance(address, IPv6Address) and (address.is_site_local or any(address in each for each in WRAPPING)):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _check_host(host: str) -> None:
    """Refuse what is no public name or address, in whatever spelling."""
    literal = _literal(host)
    if settings.OUTWARD_PRIVATE:
        return
    if literal is not None and not is_public(literal):
        raise BadAddress("private")
    if literal is None and ("." not in host or host.lower().rpartition(".")[2] in INSIDE):
        raise BadAddress("name")


def _literal(host: str) -> Address | None:
    """Return the address that a host is, in the usual spelling or in one of those that C libraries read as well."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))  # 2130706433, 0x7f.1, 0177.0.0.1
    except OSError:
        return None


def _resolved(target: Target) -> str:
    """Return the address to connect to; all that the name leads to must be public."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError as fault:
        raise Unreachable("no_such_name") from fault
    places = [str(each[4][0]) for each in found]
    if not settings.OUTWARD_PRIVATE and not all(is_public(ip_address(each.partition("%")[0])) for each in places):
        raise Unreachable("private")
    return places[0]


class _Pinned(HTTPConnection):
    """A connection to the address that was checked, under the name that was asked for."""

    def __init__(self, target: Target, place: str) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self.default_port = PORTS[target.scheme]  # so that the usual port is not named to the other side
        self.place, self.safe, self.was_cut = place, target.scheme == "https", False
        self.line: socket.socket | None = None  # kept: an answer without a length takes `sock` away

    def connect(self) -> None:
        """Connect, and check the certificate of the name."""
        self.sock = self.line = socket.create_connection((self.place, self.port), self.timeout)
        if self.safe:
            context = ssl.create_default_context()
            wrapped = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self.line = wrapped  # known before the handshake, so that it can be cut
            wrapped.do_handshake()

    def cut(self) -> None:
        """End it now, from another thread."""
        self.was_cut = True
        if self.line is not None:
            with suppress(OSError):  # it ended at this very moment
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)
