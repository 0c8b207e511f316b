"""The directory of the private sockets: short, closed to others, and outside the home, whose path may be too long."""

import hashlib
import os
from pathlib import Path

from peakos.up.home import Home
from peakos.up.messages import Trouble
from peakos.up.unprivileged import Account

# A socket's path may have 107 bytes on Linux and 103 on macOS, whatever the depth of the checkout.
PARENT = Path("/tmp")  # noqa: S108  the directory itself is closed, and its owner is checked before use


def directory(home: Home) -> Path:
    """The same at every start of this user from this home."""
    name = hashlib.sha256(str(home.root).encode()).hexdigest()[:10]
    return PARENT / f"peakos-{os.geteuid()}-{name}"


def prepare(home: Home, account: Account) -> None:
    """Make it for a server's account. Anybody may write to its parent, so one made by another user is not trusted."""
    sockets = directory(home)
    sockets.mkdir(mode=0o700, exist_ok=True)
    if sockets.is_symlink() or sockets.lstat().st_uid not in (os.geteuid(), account.uid):
        raise Trouble(f"{sockets} belongs to another user.", way_out=f"Remove it and run again: rm -r {sockets}")
    sockets.chmod(0o700)
    account.own(sockets)
