"""Whose address a request comes from."""

from typing import Any

import pytest
from django.test import RequestFactory, override_settings

from aircop.accounts.address import client_address, network_of
from aircop.accounts.basic import basic_credentials


@pytest.mark.parametrize(
    ("trusted", "forwarded", "peer", "address"),
    [
        (0, None, "192.0.2.1", "192.0.2.1"),
        (0, "203.0.113.5", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.5", "192.0.2.1", "203.0.113.5"),
        (1, "198.51.100.1, 203.0.113.5", "192.0.2.1", "203.0.113.5"),
        (2, "198.51.100.1, 203.0.113.5", "192.0.2.1", "198.51.100.1"),
        (2, "203.0.113.5", "192.0.2.1", "192.0.2.1"),
        (1, "nonsense", "192.0.2.1", ""),
        (1, "", "", ""),
        (0, None, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_address(trusted: int, forwarded: str | None, peer: str, address: str) -> None:
    extra: dict[str, Any] = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    with override_settings(TRUSTED_PROXIES=trusted):
        assert client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **extra)) == address


def test_network() -> None:
    assert network_of("192.0.2.1") == "192.0.2.1"
    assert network_of("2001:db8:1:2:3::4") == "2001:db8:1:2::/64"
    assert network_of("") == ""


@pytest.mark.parametrize(
    ("header", "credentials"),
    [
        ("Basic YTpi", ("a", "b")),
        ("basic YSUyMGI6YyUzQWQ=", ("a b", "c:d")),
        ("Basic YQ==", None),
        ("Basic \xff", None),
        ("Bearer YTpi", None),
        ("", None),
    ],
)
def test_basic(header: str, credentials: tuple[str, str] | None) -> None:
    assert basic_credentials(header) == credentials
