"""PostgreSQL refuses to run as root: the ordinary user that runs it instead, and a place that this user can reach."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peakos.up.home import Home
from peakos.up.messages import Trouble, step

# Where its files go when the state directory lies behind a door that only root may open, such as /root.
ELSEWHERE = Path("/var/lib/peakos")
# initdb looks its user up by number, so it must be one that the system knows.
KNOWN_USERS = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """Who runs PostgreSQL: nobody in particular when we are an ordinary user ourselves."""

    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()

    def own(self, path: Path) -> None:
        """Hand a file or directory over to the account."""
        if self.is_other:
            os.chown(path, self.uid, self.gid)

    def popen_options(self) -> dict[str, Any]:
        """What subprocess needs to become this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}

    def can_enter(self, directory: Path) -> bool:
        """Tried, not computed: modes, access lists and read-only mounts all have a say."""
        command = ["/bin/sh", "-c", 'cd "$1"', "sh", str(directory)]
        answer = subprocess.run(
            command, cwd="/", start_new_session=True, stderr=subprocess.DEVNULL, check=False, **self.popen_options()
        )
        return bool(answer.returncode == 0)


def choose_account() -> Account:
    """Ourselves, or as root an account without any rights."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for name in KNOWN_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise Trouble(
        "PostgreSQL refuses to run as root, and this system has no user 'postgres' or 'nobody' to run it as.",
        way_out="Run Peak OS as an ordinary user, or set DATABASE_URL to a PostgreSQL server of yours.",
    )


def find_place(home: Home, account: Account) -> Path:
    """PostgreSQL's directory: postgres/ in the home, or a link there to a place that the account can reach."""
    place = home.root / "postgres"
    if not place.exists():
        if not account.is_other or account.can_enter(home.root):
            place.mkdir(mode=0o711, parents=True)
        else:
            _link_elsewhere(home, place)
    place = place.resolve()
    if not account.can_enter(place):
        raise Trouble(
            f"PostgreSQL refuses to run as root, and the user that runs it instead cannot enter {place}.",
            way_out="Name a directory that every user may enter: PEAKOS_HOME=/srv/peakos make run",
        )
    return place


def _link_elsewhere(home: Home, place: Path) -> None:
    ELSEWHERE.mkdir(mode=0o711, parents=True, exist_ok=True)
    target = ELSEWHERE / os.urandom(6).hex()
    target.mkdir(mode=0o711)
    place.unlink(missing_ok=True)  # a link whose target is gone
    place.symlink_to(target)
    step("PostgreSQL", f"its user cannot enter {home.root}, so its files are in {target}")
