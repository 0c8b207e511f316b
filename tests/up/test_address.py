"""The port: bad ones and taken ones get a sentence before any work is done."""

from __future__ import annotations

import http.server
import socket
import threading
from collections.abc import Iterator

import pytest

from peakos.up import address
from peakos.up.messages import Trouble
from tests.ports import own_port


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.mark.parametrize(("text", "port"), [("", 8000), ("8123", 8123), (" 80 ", 80), ("65535", 65535)])
def test_a_port_is_read(monkeypatch: pytest.MonkeyPatch, text: str, port: int) -> None:
    monkeypatch.setenv("PORT", text)
    assert address.read_port() == port


@pytest.mark.parametrize("text", ["web", "0", "65536", "-1", "80.5", "８０", "8000 8001"])
def test_what_is_no_port_gets_a_sentence(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(Trouble, match="a number from 1 to 65535") as trouble:
        address.read_port()
    assert "PORT=8123 make run" in str(trouble.value)


def test_a_taken_port_is_named_with_the_way_out(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    with pytest.raises(Trouble, match=f"Port {port} is taken") as trouble:
        address.require_free(port)
    assert "PORT=8123 make run" in str(trouble.value)


def test_a_port_taken_on_the_other_localhost_is_taken_too() -> None:
    try:
        server = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with server, pytest.raises(Trouble, match="is taken"):
        address.require_free(server.getsockname()[1])


def test_a_free_port_is_free_at_once_after_its_last_use() -> None:
    port = own_port()
    socket.create_server(("127.0.0.1", port)).close()
    address.require_free(port)


def test_the_way_out_names_another_port_than_the_taken_one() -> None:
    assert "PORT=8124" in str(address.taken(8123))


def test_only_an_answer_of_the_liveness_page_is_serving() -> None:
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/livez" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    assert not address.is_serving(1)
    server = http.server.HTTPServer(("127.0.0.1", own_port()), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    assert address.is_serving(server.server_port)
    server.shutdown()
    server.server_close()
    assert not address.is_serving(server.server_port)
