"""Opening a bundle: a folder, or a zip of one, looked over before a byte of it is trusted."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Self

from organizations.refusals import Refused
from peakos.bundles.format import BY_NAME, TABLES
from peakos.bundles.guarding import MANIFEST

MIB = 1024 * 1024
MAX_FILE_BYTES = 256 * MIB
MAX_BUNDLE_BYTES = 1024 * MIB
MAX_ENTRIES = 1_000
MAX_RATIO = 200  # text shrinks to a fifth or a twentieth; what shrinks to less was made to fill a disk
RATIO_COUNTS_FROM = 10 * MIB
MANIFEST_BYTES = 10_000
FORMAT_VERSION = 1


class NotABundle(Refused):
    """The folder or zip cannot be read as a bundle; the sentence says why and what to do."""

    status_code = 422


@dataclass(frozen=True)
class Source:
    """One file of a bundle, wherever it lies."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


@dataclass
class Bundle:
    """The files of a bundle by name, each safe to read as a stream."""

    name: str
    files: dict[str, Source]
    is_guarded: bool = False  # written by an export: cells that look like formulas carry an apostrophe
    is_ours: bool = False  # has our manifest: extension files and columns mean what ours mean
    close: Callable[[], None] = field(default=lambda: None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def of(self, table: str) -> Source | None:
        """The source of a file of the format; ours beyond FORMAT.md only where the manifest vouches for them."""
        if BY_NAME[table].is_extension and not self.is_ours:
            return None
        return self.files.get(f"{table}.csv")

    @property
    def unknown(self) -> list[str]:
        """Files that look as if they should have been read, and will not be."""
        return sorted(name for name in self.files if _looks_meant(name) and not (_table_of(name) and self.of(name[:-4])))


def open_bundle(path: Path) -> Bundle:
    """The bundle at `path`, a folder or a zip file; close it, or use it in a `with`.

    Raises NotABundle with a sentence for a reader when it is neither, or not safe to read.
    """
    if path.is_dir():
        bundle = _of_folder(path)
    elif path.is_file():
        bundle = _of_zip(path)
    else:
        raise NotABundle(f"There is no folder or zip file {path}. Check the path.")
    try:
        return _checked(bundle)
    except BaseException:
        bundle.close()
        raise


def _of_folder(path: Path) -> Bundle:
    files: dict[str, Source] = {}
    with _readable(path.name):
        for entry in sorted(path.iterdir()):
            if not _looks_meant(entry.name) and entry.name != MANIFEST:
                continue
            if entry.is_symlink() or not entry.is_file():
                raise NotABundle(f"{entry.name} is a link or no plain file. Put the file itself in the folder.")
            files[entry.name] = Source(entry.name, entry.stat().st_size, lambda entry=entry: entry.open("rb"))  # type: ignore[misc]
    return Bundle(path.resolve().name, files)


def _of_zip(path: Path) -> Bundle:
    with _readable(path.name):
        archive = zipfile.ZipFile(path)
    try:
        files = _entries(archive)
    except BaseException:
        archive.close()
        raise
    return Bundle(path.name, files, close=archive.close)


def _entries(archive: zipfile.ZipFile) -> dict[str, Source]:
    """The files at the top of the zip, or in its one enclosing folder."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_ENTRIES:
        raise NotABundle(
            f"The zip holds {len(entries):,} files; a bundle has at most {len(TABLES)}. Zip the bundle's folder alone."
        )
    for entry in entries:
        _check_entry(entry)
    kept = [entry for entry in entries if not _is_litter(PurePosixPath(entry.filename))]
    if sum(entry.file_size for entry in kept) > MAX_BUNDLE_BYTES:
        raise NotABundle(f"Unpacked, the zip is larger than {MAX_BUNDLE_BYTES // MIB} MB. Split it into several bundles.")
    tops = {PurePosixPath(entry.filename).parts[0] for entry in kept}
    inside = len(tops) == 1 and all("/" in entry.filename for entry in kept)
    files: dict[str, Source] = {}
    for entry in kept:
        name = entry.filename.split("/", 1)[1] if inside else entry.filename
        if name in files:
            raise NotABundle(f"The zip holds {name} twice. Keep one of them.")
        files[name] = Source(name, entry.file_size, lambda entry=entry: archive.open(entry))  # type: ignore[misc]
    return files


def _is_litter(path: PurePosixPath) -> bool:
    """What a Mac puts into every zip beside the files."""
    return path.parts[0] == "__MACOSX" or path.name.startswith(".")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name or "\\" in entry.orig_filename:
        raise NotABundle(f"The zip holds a path that leads out of it, {name[:80]!r}. Zip the bundle's folder again.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise NotABundle(f"{name[:80]} in the zip is a link. Put the file itself in.")
    if entry.flag_bits & 0x1:
        raise NotABundle("The zip is locked with a password. Make one without.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotABundle(f"{name[:80]} is packed in a way that is not read here. Make an ordinary zip.")
    if entry.file_size > max(RATIO_COUNTS_FROM, entry.compress_size * MAX_RATIO):
        raise NotABundle(f"{name[:80]} would unpack to {entry.file_size // MIB} MB out of next to nothing. That is no bundle.")


def _checked(bundle: Bundle) -> Bundle:
    """The bundle with its manifest read.

    Raises NotABundle when a file is too large, or none is of the format.
    """
    bundle.files = {name: source for name, source in bundle.files.items() if _looks_meant(name) or name == MANIFEST}
    for source in bundle.files.values():
        if source.size > MAX_FILE_BYTES:
            size = f"{source.size // MIB:,} MB; a file may have {MAX_FILE_BYTES // MIB} MB"
            raise NotABundle(f"{source.name} has {size}. Split the bundle into several: rows may refer to rows imported before.")
    _read_manifest(bundle)
    if not any(bundle.of(table.name) for table in TABLES):
        names = ", ".join(table.file for table in TABLES if not table.is_extension)
        raise NotABundle(f"{bundle.name} holds no file of a bundle. Put at least one of these at its top: {names}.")
    return bundle


def _read_manifest(bundle: Bundle) -> None:
    if not (source := bundle.files.pop(MANIFEST, None)):
        return
    try:
        with _readable(source.name), source.open() as stream:
            manifest = json.loads(stream.read(MANIFEST_BYTES))
        version = int(manifest["format"])
        bundle.is_guarded = manifest.get("guarded") is True
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise NotABundle(f"{MANIFEST} is damaged. Export the bundle again, or take that file out of it.") from problem
    if version > FORMAT_VERSION:
        raise NotABundle("The bundle was exported by a newer version. Bring this installation up to date, then import it.")
    bundle.is_ours = True


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Faults of the file system and of damaged zips, in a reader's words."""
    try:
        yield
    except zipfile.BadZipFile as problem:
        raise NotABundle(f"{name} is no zip file, or a damaged one. Give a folder of CSV files, or a zip of it.") from problem
    except OSError as problem:
        raise NotABundle(f"{name} cannot be read: {problem.strerror or 'the file is damaged'}.") from problem


def _table_of(name: str) -> bool:
    return name.endswith(".csv") and name[:-4] in BY_NAME


def _looks_meant(name: str) -> bool:
    """A CSV at the top, or a file named like one of the format's but for case or ending."""
    stem, _, ending = name.rpartition(".")
    return "/" not in name and not name.startswith(".") and (ending == "csv" or stem.lower() in BY_NAME)
