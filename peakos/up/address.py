"""The port that the web server listens on: read, tried before anything is started, and waited for."""

import errno
import http.client
import os
import socket

from peakos.up.messages import Trouble

DEFAULT_PORT = 8000
HOST = "127.0.0.1"


def read_port() -> int:
    """PORT from the environment."""
    text = os.environ.get("PORT", "").strip() or str(DEFAULT_PORT)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise Trouble(f"PORT is {text!r}; a port is a number from 1 to 65535.", way_out="For example: PORT=8123 make run")
    return int(text)


def url(port: int) -> str:
    return f"http://localhost:{port}/"


def require_free(port: int) -> None:
    """Say now that the port is taken rather than after a minute of work; `localhost` may mean either address."""
    if _somebody_answers(port, HOST, socket.AF_INET) or _somebody_answers(port, "::1", socket.AF_INET6):
        raise taken(port)
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise taken(port) from error
            if error.errno == errno.EACCES:
                raise Trouble(
                    f"Only root may listen on port {port}.", way_out="Choose one above 1023: PORT=8123 make run"
                ) from error
            raise


def taken(port: int) -> Trouble:
    free = 8123 if port != 8123 else 8124
    return Trouble(
        f"Port {port} is taken: another program listens there.",
        way_out=f"Stop that program, or choose another port: PORT={free} make run",
    )


def _somebody_answers(port: int, host: str, family: socket.AddressFamily) -> bool:
    try:
        with socket.socket(family) as caller:
            caller.settimeout(1)
            return caller.connect_ex((host, port)) == 0
    except OSError:
        return False  # this machine does not speak that family


def is_serving(port: int) -> bool:
    """Whether the product's own liveness page answers."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
