"""The one way out to addresses that people typed in: https to a public host by name, at the very address that was checked.

Refused are private, link-local, loopback, multicast and reserved addresses, those of cloud metadata among them, however they are
written or wrapped in IPv6, and names that lead to one. Redirects are not followed, and every wait and every answer has an end.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

WAIT_SECONDS = 5.0  # for each step: the connection, a part of the answer
WHOLE_SECONDS = 15.0  # for all of it
MOST_BYTES = 64 * 1024
MOST_ADDRESSES = 3
LONGEST_URL = 2_000
HTTPS, HTTP = 443, 80

# At least two labels; the last has a letter, so that no spelling of a number (decimal, octal, hexadecimal) is a host.
HOST = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
HEXADECIMAL = re.compile(r"0x[0-9a-f]*")
INNER = {"localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "test", "invalid", "example", "onion"}
WRAPPING = [IPv6Network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")]


class Unsafe(ValueError):
    """An address that is not called; the sentence says what to do."""


class NoAnswer(OSError):
    """It was called, and no answer came that could be read; the sentence names no address."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said."""

    status: int
    text: str

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Target:
    """An address as it was checked."""

    scheme: str
    host: str
    port: int
    path: str


def check_url(url: str) -> Target:
    """Whether an address may be called at all, before any name is looked up.

    Raises Unsafe.
    """
    if len(url) > LONGEST_URL or not url.isascii() or any(char <= " " or char in "\\\x7f" for char in url):
        raise Unsafe("Copy the address as the chat shows it: it has characters that no address has, or is too long.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise Unsafe("This is no complete address. Copy it as the chat shows it.") from problem
    host = (parts.hostname or "").lower()
    if is_allowed_locally(parts, host):
        return Target(parts.scheme, host, port or HTTP, path_of(parts))
    if parts.scheme != "https":
        raise Unsafe("Use an address that begins with https://.")
    if parts.username is not None or parts.password is not None:
        raise Unsafe("Leave out the name and password before the host.")
    check_host(host)
    if port is not None and port != HTTPS and port < 1024:
        raise Unsafe("Use an address without a port, or with one from 1024 on.")
    return Target("https", host, port or HTTPS, path_of(parts))


def check_host(host: str) -> None:
    name = host.removesuffix(".")
    last = name.rpartition(".")[2]
    if not HOST.fullmatch(name) or HEXADECIMAL.fullmatch(last):
        raise Unsafe("Name the host by its full name, like hooks.slack.com, not by a number.")
    if last in INNER:
        raise Unsafe("Use a host on the internet: this name is one of an inner network.")


def is_allowed_locally(parts: SplitResult, host: str) -> bool:
    """Plain http to this machine, for tests that say so in a setting."""
    return bool(settings.PEAKOS_CHAT_ON_THIS_MACHINE) and parts.scheme == "http" and host == "localhost"


def path_of(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the internet, and no wrapping of another one."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped or any(address in network for network in WRAPPING):
            return False
        if address.scope_id:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback)


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a name, as this machine's resolver gives them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def checked_addresses(target: Target) -> list[str]:
    """The addresses to connect to, looked up once.

    Raises Unsafe when any of those that the name has is not public: whoever answers so may answer otherwise the next time.
    """
    try:
        found = look_up(target.host, target.port)
    except OSError as problem:
        raise NoAnswer("The host is not found.") from problem
    if not found:
        raise NoAnswer("The host is not found.")
    if target.scheme == "https" and not all(is_public(ip_address(text)) for text in found):
        raise Unsafe("This host leads into an inner network, so it is not called.")
    return found[:MOST_ADDRESSES]


class PinnedConnection(HTTPConnection):
    """Connects to an address that was checked, and speaks to the host by its name; its certificate must be the host's."""

    def __init__(self, target: Target, addresses: list[str]) -> None:
        super().__init__(target.host, target.port, timeout=WAIT_SECONDS)
        self.target, self.addresses = target, addresses
        self.wire: socket.socket | None = None  # stays here when the answer takes the connection over

    def connect(self) -> None:
        plain = self.first_that_takes_us()
        try:
            is_plain = self.target.scheme == "http"
            self.wire = plain if is_plain else ssl.create_default_context().wrap_socket(plain, server_hostname=self.target.host)
        except BaseException:
            plain.close()
            raise
        self.sock = self.wire

    def first_that_takes_us(self) -> socket.socket:
        """A name may have addresses of a kind that this machine has no way to."""
        for address in self.addresses[:-1]:
            with suppress(OSError):
                return socket.create_connection((address, self.target.port), timeout=WAIT_SECONDS)
        return socket.create_connection((self.addresses[-1], self.target.port), timeout=WAIT_SECONDS)

    def cut(self) -> None:
        """End a call that somebody draws out byte by byte."""
        if self.wire is not None:
            with suppress(OSError):
                self.wire.shutdown(socket.SHUT_RDWR)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send it once and read the beginning of the answer.

    Raises Unsafe or NoAnswer; neither says the address, which may be a secret.
    """
    target = check_url(url)
    connection = PinnedConnection(target, checked_addresses(target))
    ends = threading.Timer(WHOLE_SECONDS, connection.cut)
    ends.daemon = True
    ends.start()
    try:
        connection.request("POST", target.path, body, {**headers, "Connection": "close"})
        response = connection.getresponse()
        return Answer(response.status, response.read(MOST_BYTES).decode(errors="replace"))
    except ssl.SSLCertVerificationError as problem:
        raise NoAnswer("The host has no certificate for its name.") from problem
    except (OSError, HTTPException, ValueError) as problem:
        raise NoAnswer(f"The host did not answer ({type(problem).__name__}).") from problem
    finally:
        ends.cancel()
        connection.close()
