"""What is posted to addresses that people typed: public ones alone, bounded in time and size."""

import socket
import ssl
import threading
from ipaddress import ip_address
from typing import Any

import pytest

from aircop.web import outward
from aircop.web.outward import BadAddress, Unreachable, is_public, post, read_address
from tests.alerts.sinks import drips, listening, says

PRIVATE = [
    "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.1/",
    "https://0177.0.0.1/", "https://017700000001/", "https://0/", "https://10.0.0.8/", "https://172.16.4.4/",
    "https://192.168.1.1:8443/x", "https://169.254.169.254/latest/meta-data/", "https://100.64.0.1/",
    "https://224.0.0.1/", "https://255.255.255.255/", "https://[::1]/", "https://[::]/", "https://[fe80::1]/",
    "https://[fe80::1%25eth0]/", "https://[fc00::1]/", "https://[fec0::1]/", "https://[ff02::1]/",
    "https://[::ffff:127.0.0.1]/", "https://[::ffff:a00:1]/", "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://[2001:0:7f00:1::1]/",
]  # fmt: skip
NAMES = [
    "https://localhost/", "https://LOCALHOST./", "https://db.localhost/", "https://printer.local/", "https://redis/",
    "https://metadata.google.internal/", "https://box.home/", "https://1.0.0.127.in-addr.arpa/",
]  # fmt: skip
FORMS = [
    "", "https://", "https:///x", "//example.org/", "https://user@example.org/", "https://u:p@example.org/",
    "https://example.org/#x", "https://exa mple.org/", "https://example.org\\@127.0.0.1/", "https://example.org:99999/",
    "https://[::1/", "https://ex\u00e4mple.org/", "https://example.org/\n",
]  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "code"),
    [(PRIVATE, "private"), (NAMES, "name"), (FORMS, "form"), (["http://example.org/", "ftp://example.org/"], "scheme")],
)
def test_what_is_no_public_https_address_is_refused(texts: list[str], code: str) -> None:
    for text in texts:
        with pytest.raises(BadAddress) as refused:
            read_address(text)
        assert (text, refused.value.code) == (text, code if text != "//example.org/" else "scheme")


def test_a_public_address_is_taken_apart() -> None:
    target = read_address("https://Alerts.Example.org:8443/in?x=1")
    assert (target.host, target.port, target.path) == ("alerts.example.org", 8443, "/in?x=1")
    assert read_address("https://8.8.8.8").path == "/"


@pytest.mark.parametrize(("text", "public"), [("8.8.8.8", True), ("2606:4700::1111", True), ("192.0.2.1", False)])
def test_what_is_public(text: str, public: bool) -> None:
    assert is_public(ip_address(text)) is public


def test_a_name_that_leads_inside_is_refused_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the name said when it was typed: it is asked again, and all that it leads to must be public."""
    told = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443)),
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1%eth0", 443, 0, 2))]  # fmt: skip
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kw: told)
    with pytest.raises(Unreachable, match="private"):
        post("https://rebound.example.org/", b"{}", {})


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: Any, **_named: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Unreachable, match="no_such_name"):
        post("https://nowhere.example.org/", b"{}", {})


def test_the_connection_goes_to_the_address_that_was_checked(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the name that was asked for: the second question to the name is never put."""
    settings.OUTWARD_PRIVATE = True
    with listening(says(204)) as sink:
        port = int(sink.url.split(":")[2].split("/")[0])
        asked: list[str] = []

        def once(host: str, *_args: Any, **_named: Any) -> Any:
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if host != "127.0.0.1" else host, port))]

        monkeypatch.setattr(socket, "getaddrinfo", once)
        post(f"http://alerts.example.org:{port}/in", b"{}", {"webhook-id": "1"})
        [(headers, body)] = sink.got
    assert (headers["host"], headers["webhook-id"], body) == (f"alerts.example.org:{port}", "1", b"{}")
    assert asked.count("alerts.example.org") == 1


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (says(500), "status_500"),
        (says(302, Location="http://127.0.0.1:1/"), "status_302"),
        (says(200, b"x" * (outward.MOST + 1)), "too_big"),
        (drips, "timeout"),
        (lambda handler: handler.wfile.write(b"no http\r\n\r\n"), "BadStatusLine"),
    ],
    ids=["error", "redirect", "huge", "slow", "strange"],
)
def test_bad_answers(settings: Any, monkeypatch: pytest.MonkeyPatch, answer: Any, why: str) -> None:
    settings.OUTWARD_PRIVATE = True
    monkeypatch.setattr(outward, "SECONDS", 0.4)
    with listening(answer) as sink, pytest.raises(Unreachable) as failed:
        post(sink.url, b"{}", {})
    assert str(failed.value) == why
    assert len(sink.got) == 1


def test_nobody_there(settings: Any) -> None:
    settings.OUTWARD_PRIVATE = True
    with listening(says(200)) as sink:
        address = sink.url
    with pytest.raises(Unreachable, match="ConnectionRefusedError"):
        post(address, b"{}", {})
    outward._Pinned(read_address(address), "127.0.0.1").cut()  # before it was opened


def test_https_asks_for_the_certificate_of_the_name(settings: Any) -> None:
    """A server that speaks no TLS is not spoken to in the clear."""
    settings.OUTWARD_PRIVATE = True
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            with server.accept()[0] as peer:
                peer.recv(4096)
                peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

        thread = threading.Thread(target=hang_up)
        thread.start()
        with pytest.raises(Unreachable) as failed:
            post(f"https://127.0.0.1:{server.getsockname()[1]}/", b"{}", {})
        thread.join()
    assert isinstance(failed.value.__cause__, ssl.SSLError)
