"""Where an uploaded bundle lies until a worker has read it: under a random name, for the product alone, served to nobody."""

from __future__ import annotations

import errno
import secrets
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from organizations.refusals import Refused
from peakos.bundles.reading import NotABundle, open_bundle

NAME_MAX = 60  # four bytes a character at most, and a file system takes 255 bytes
ORPHAN_AFTER = timedelta(days=1)


class NoRoom(Refused):
    """The disk is full."""

    status_code = 507


def store(files: Sequence[UploadedFile[Any]], source_name: str) -> Path:
    """Keep the files of one upload, a zip or the files of a folder, after a first look at what they are.

    Raises NotABundle when they cannot be a bundle, NoRoom when the disk is full; then nothing is kept.
    """
    place = new_place()
    try:
        path = write_into(place, files)
        open_bundle(path).close()
    except NotABundle as problem:
        discard(place)
        raise NotABundle(str(problem).replace(path.name, source_name)) from problem
    except OSError as problem:
        discard(place)
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom(
                "There is no room for the file on the server. Ask whoever runs this installation to free some."
            ) from problem
        raise
    return path


def write_into(place: Path, files: Sequence[UploadedFile[Any]]) -> Path:
    place.mkdir(mode=0o700)
    if len(files) == 1 and is_zip(files[0]):
        path = place / f"{secrets.token_hex(16)}.zip"
        write(files[0], path)
        return path
    for file in files:
        write(file, place / str(file.name)[-NAME_MAX:])
    return place


def write(file: UploadedFile[Any], path: Path) -> None:
    with path.open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)


def is_zip(file: UploadedFile[Any]) -> bool:
    return str(file.name).lower().endswith(".zip")


def new_place() -> Path:
    folder = uploads()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / secrets.token_hex(16)


def uploads() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"


def discard(path: Path | str) -> None:
    """Delete an upload, whichever path in it is named; what lies elsewhere is never touched."""
    if path and (place := place_of(Path(path))):
        shutil.rmtree(place, ignore_errors=True)


def place_of(path: Path) -> Path | None:
    """The random folder that holds a stored path."""
    folder = uploads()
    return folder / path.relative_to(folder).parts[0] if path != folder and path.is_relative_to(folder) else None


def discard_orphans(wanted: Sequence[str], *, now: datetime) -> None:
    """Delete old uploads that no import waits for: a request ended between file and row, or a worker before it tidied up."""
    known = {place_of(Path(path)) for path in wanted if path}
    for place in uploads().glob("*"):
        if place not in known and place.stat().st_mtime < (now - ORPHAN_AFTER).timestamp():
            shutil.rmtree(place, ignore_errors=True)
