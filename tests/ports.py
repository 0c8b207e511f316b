"""Ports for servers that tests start by themselves, each kept for its test until the tests end."""

from __future__ import annotations

import socket
import sys

_kept: list[socket.socket] = []


def own_port() -> int:
    """Bound and not listened on: the system gives it to nobody else, and a server that asks for it by its number may still have it.

    A port that was found free and let go was another's a minute later, once in some hundred runs beside others. (Only Linux shares
    an address like this; elsewhere the port is let go.)
    """
    keeper = socket.socket()
    keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    keeper.bind(("127.0.0.1", 0))
    port = int(keeper.getsockname()[1])
    if sys.platform == "linux":
        _kept.append(keeper)
    else:
        keeper.close()
    return port
