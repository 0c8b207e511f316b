"""The way out to addresses that people typed in: none leads into an inner network, however it is written or looked up (S15)."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from typing import Any

import pytest
from pytest_django import Settings

from notifications import safe_http
from notifications.safe_http import NoAnswer, Unsafe, check_url, is_public, post

REFUSED = [
    # not https
    "http://hooks.slack.com/services/T/B/x", "ftp://hooks.slack.com/x", "file:///etc/passwd", "gopher://hooks.slack.com/x",
    "//hooks.slack.com/x", "hooks.slack.com/x", "javascript:alert(1)", "",
    # this machine
    "https://localhost/", "https://localhost:8000/", "https://foo.localhost/", "https://127.0.0.1/", "https://127.1/", "https://[::1]/",
    "https://0.0.0.0/", "https://0/", "http://localhost/",
    # the same in other spellings: decimal, octal, hexadecimal, mixed, full-width digits, a dot at the end
    "https://2130706433/", "https://017700000001/", "https://0177.0.0.1/", "https://0x7f000001/", "https://0x7f.0.0.1/",
    "https://127.0.0.1./", "https://１２７.０.０.１/", "https://127。0。0。1/",
    # inner networks, metadata of clouds, and addresses wrapped in IPv6
    "https://10.0.0.1/", "https://172.16.5.4/", "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data/",
    "https://[fd00:ec2::254]/", "https://[fe80::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:a9fe:a9fe]/",
    "https://[64:ff9b::7f00:1]/", "https://metadata.google.internal/computeMetadata/v1/", "https://printer.local/", "https://intranet/",
    # somebody else than it says, ports of other services, what is no address
    "https://hooks.slack.com@10.0.0.1/", "https://user:secret@hooks.slack.com/x", "https://hooks.slack.com:22/x",
    "https://hooks.slack.com:99999/x", "https://hooks.slack.com:x/", "https://hooks.slack.com/a b", "https://hooks.slack.com\\@10.0.0.1/",
    "https://hooks.slack.com/\r\nHost: inner", "https://-bad-.com/", "https://a..b.com/", "https://" + "a." * 140 + "com/",
    "https://hooks.slack.com/" + "x" * 2_100, "https://8.8.8.8/", "https://1.0x7f/",
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_that_is_not_of_the_internet_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(Unsafe) as refusal:
        check_url(url)
    assert str(refusal.value).endswith(".")
    assert "secret" not in str(refusal.value)
    assert len(REFUSED) >= 40


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://hooks.slack.com/services/T/B/x", ("hooks.slack.com", 443, "/services/T/B/x")),
        ("https://HOOKS.slack.com", ("hooks.slack.com", 443, "/")),
        ("https://chat.tidewater-grid.com:8443/hook?key=1&b=2", ("chat.tidewater-grid.com", 8443, "/hook?key=1&b=2")),
        ("https://xn--mller-kva.com/", ("xn--mller-kva.com", 443, "/")),
    ],
)
def test_an_address_of_the_internet_is_taken_apart(url: str, target: tuple[str, int, str]) -> None:
    found = check_url(url)
    assert (found.host, found.port, found.path) == target


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("172.31.0.1", False), ("192.168.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False),
        ("192.0.2.1", False), ("198.18.0.1", False), ("224.0.0.1", False), ("240.0.0.1", False), ("255.255.255.255", False),
        ("::", False), ("::1", False), ("::ffff:10.0.0.1", False), ("::ffff:93.184.216.34", False), ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False), ("2001:0:a00:1::", False), ("fd00::1", False), ("fe80::1", False), ("fe80::1%eth0", False),
        ("ff02::1", False), ("::a00:1", False), ("2001:db8::1", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_internet_are_public(text: str, public: bool) -> None:
    assert is_public(ip_address(text)) is public


class Calls:
    """What would have been connected to."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def __call__(self, address: tuple[str, int], timeout: float) -> socket.socket:
        self.addresses.append(address[0])
        raise ConnectionRefusedError


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    made = Calls()
    monkeypatch.setattr(socket, "create_connection", made)
    return made


@pytest.mark.parametrize(
    "answer",
    [["127.0.0.1"], ["169.254.169.254"], ["::1"], ["::ffff:10.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["fd00:ec2::254"]],
)
def test_a_name_that_leads_inside_is_not_called(answer: list[str], calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_http, "look_up", lambda host, port: answer)
    with pytest.raises(Unsafe, match="inner network"):
        post("https://chat.example-grid.com/hook", b"{}", {})
    assert calls.addresses == []


def test_a_resolver_that_answers_otherwise_the_second_time_is_asked_once(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1"]])
    monkeypatch.setattr(safe_http, "look_up", lambda host, port: next(answers))
    with pytest.raises(NoAnswer):
        post("https://chat.example-grid.com/hook", b"{}", {})
    assert calls.addresses == ["93.184.216.34"], "the address that was checked, not the name"


def test_every_address_of_a_name_is_tried(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_http, "look_up", lambda host, port: ["2606:2800:220:1::1", "93.184.216.34"])
    with pytest.raises(NoAnswer):
        post("https://chat.example-grid.com/hook", b"{}", {})
    assert calls.addresses == ["2606:2800:220:1::1", "93.184.216.34"]


# With a real server on this machine, which only a setting for tests allows.


@contextmanager
def server(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer(self)

        def log_message(self, *args: Any) -> None:
            pass

    chat = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=chat.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{chat.server_port}/hook"
    finally:
        chat.shutdown()
        chat.server_close()


@pytest.fixture
def here(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PEAKOS_CHAT_ON_THIS_MACHINE = True
    monkeypatch.setattr(safe_http, "look_up", lambda host, port: ["127.0.0.1"])


def say(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def test_what_is_sent_arrives_and_the_answer_comes_back(here: None) -> None:
    got = []

    def take(handler: BaseHTTPRequestHandler) -> None:
        got.append(
            (handler.path, handler.rfile.read(int(handler.headers["Content-Length"])), handler.headers["Host"].split(":")[0])
        )
        say(handler, 200, b"ok")

    with server(take) as url:
        answer = post(url, b'{"a": 1}', {"Content-Type": "application/json"})
    assert (answer.status, answer.text, answer.is_taken) == (200, "ok", True)
    assert got == [("/hook", b'{"a": 1}', "localhost")]


def test_a_redirect_is_not_followed(here: None) -> None:
    with server(lambda handler: say(handler, 302, Location="http://169.254.169.254/")) as url:
        answer = post(url, b"{}", {})
    assert (answer.status, answer.is_taken) == (302, False)


def test_of_an_endless_answer_only_the_beginning_is_read(here: None) -> None:
    with server(lambda handler: say(handler, 200, b"x" * (safe_http.MOST_BYTES + 10_000))) as url:
        assert len(post(url, b"{}", {}).text) == safe_http.MOST_BYTES


DRIPS = 1200  # a minute of them


@pytest.mark.parametrize("part", ["head", "body"])
def test_an_answer_that_is_drawn_out_byte_by_byte_ends(part: str, here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_http, "WHOLE_SECONDS", 0.4)
    fallen: list[int] = []

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n" if part == "body" else b"HTTP/1.1 200 OK\r\nX-Slow: "
        )
        with pytest.raises(OSError):
            for number in range(DRIPS):
                fallen.append(number)
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)

    with server(drip) as url:
        assert len(post(url, b"{}", {}).text) < DRIPS
        assert 0 < len(fallen) < DRIPS, "it did not wait for the end"


def test_without_the_setting_this_machine_is_not_called(settings: Settings) -> None:
    settings.PEAKOS_CHAT_ON_THIS_MACHINE = False
    with pytest.raises(Unsafe):
        check_url("http://localhost:8080/hook")
    settings.PEAKOS_CHAT_ON_THIS_MACHINE = True
    with pytest.raises(Unsafe):
        check_url("http://127.0.0.1:8080/hook")
