"""From bytes to records: what a file is written in, what stands between its cells, and on which line each record starts."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from organizations.models.bundles import Severity
from peakos.bundles.findings import Problem
from peakos.bundles.reading import Source

CHUNK = 1 << 20
MAX_RECORD = 4 << 20  # characters: one cell with an unclosed quotation mark would take in the rest of the file
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
OTHER_KINDS = {
    b"PK\x03\x04": "an Excel or LibreOffice workbook, or a zip",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
}
csv.field_size_limit(MAX_RECORD)


@dataclass(frozen=True)
class Record:
    """A row of cells, and the physical line it starts on; `problem` stands in place of cells that cannot be told apart."""

    line: int
    cells: list[str]
    problem: Problem | None = None


@dataclass
class Writing:
    """What a file is written in, known after one look through all of it."""

    encoding: str | None = None  # None: not to be read
    bad_line: int = 0
    problem: Problem | None = None  # why it is not read, or that it is not UTF-8
    has_mark: bool = False  # a UTF-8 byte order mark


def look_through(source: Source) -> Writing:
    """How the file is written: UTF-8, else what it most probably is; or why it cannot be read at all."""
    scan = _Scan()
    with source.open() as stream:
        while chunk := stream.read(CHUNK):
            scan.take(chunk)
    return scan.conclude()


class _Scan:
    """One pass over the bytes, in chunks."""

    def __init__(self) -> None:
        self.start = b""
        self.lines = 0
        self.bad_line = self.bad_byte = 0
        self.is_blank = True
        self.has_nul = False
        self.fits_1252 = True
        self.utf8 = codecs.getincrementaldecoder("utf-8")()

    def take(self, chunk: bytes) -> None:
        self.start = (self.start + chunk[:8])[:8]
        self.is_blank = self.is_blank and not chunk.strip()
        self.has_nul = self.has_nul or b"\0" in chunk
        self._decode(chunk, final=False)
        self.lines += chunk.count(b"\n")

    def _decode(self, chunk: bytes, *, final: bool) -> None:
        if self.fits_1252 and any(byte in chunk for byte in b"\x81\x8d\x8f\x90\x9d"):  # bytes that Windows-1252 does not use
            self.fits_1252 = False
        if self.bad_line:
            return
        try:
            self.utf8.decode(chunk, final)
        except UnicodeDecodeError as problem:
            self.bad_byte = problem.object[problem.start]
            self.bad_line = self.lines + problem.object[: problem.start].count(b"\n") + 1

    def conclude(self) -> Writing:
        self._decode(b"", final=True)
        if self.is_blank or self.start == codecs.BOM_UTF8:
            return Writing(problem=EMPTY_FILE)
        for mark, kind in OTHER_KINDS.items():
            if self.start.startswith(mark):
                return self._no_csv(kind)
        if self.start.startswith(UTF16_MARKS):
            return Writing("utf-16", self.bad_line or 1, self._converted("UTF-16"))
        if self.bad_line and (self.has_nul or not self.fits_1252):
            return replace(self._no_csv("in an encoding that cannot be told"), bad_line=self.bad_line)
        if self.bad_line:
            return Writing("cp1252", self.bad_line, self._converted("Windows-1252"))
        return Writing("utf-8-sig", has_mark=self.start.startswith(codecs.BOM_UTF8))

    def _no_csv(self, kind: str) -> Writing:
        return Writing(
            problem=Problem(
                "not_csv", f"This is no CSV file that can be read: it is {kind}. Save the sheet as “CSV UTF-8”, then import again."
            )
        )

    def _converted(self, encoding: str) -> Problem:
        message = (
            f"The file is not in UTF-8 (byte 0x{self.bad_byte:02x}). It is read as {encoding}: look at the letters of the preview, "
            "or save it as “CSV UTF-8” and import again."
        )
        return Problem("encoding_not_utf8", message)


class Lines:
    """The lines of a file for the CSV reader, one at a time, with an end to how much one record may take in."""

    def __init__(self, text: io.TextIOBase) -> None:
        self.text = text
        self.taken = 0  # characters since the record began
        self.has_crlf = False
        self.first = ""

    def __iter__(self) -> Iterator[str]:
        while line := self.text.readline(MAX_RECORD + 1):
            self.taken += len(line)
            if self.taken > MAX_RECORD:
                raise csv.Error("a record longer than any can be")
            self.has_crlf = self.has_crlf or line.endswith("\r\n")
            yield line


class Records:
    """The records of a CSV file as a stream; `notes` fills with what is to say of the file while it is read."""

    def __init__(self, text: io.TextIOBase) -> None:
        self.lines = Lines(text)
        head = text.readline(MAX_RECORD)
        text.seek(0)
        self.delimiter = max(",;\t", key=lambda mark: (head.count(mark), mark == ","))
        self.reader = csv.reader(iter(self.lines), delimiter=self.delimiter, strict=True)

    def __iter__(self) -> Iterator[Record]:
        last = 0
        while True:
            self.lines.taken = 0
            try:
                cells = next(self.reader)
            except StopIteration:
                return
            except (csv.Error, UnicodeDecodeError):
                yield Record(last + 1, [], NOT_CLOSED)
                return
            yield Record(last + 1, cells)
            last = self.reader.line_num

    def notes(self) -> Iterator[Problem]:
        if self.delimiter != ",":
            name = {";": "semicolons", "\t": "tabs"}[self.delimiter]
            yield Problem(
                "delimiter",
                f"There are {name} between the cells; the format wants commas. It is read as it is.",
                "",
                Severity.WARNING,
            )
        if self.lines.has_crlf:
            yield Problem("crlf", "Lines end in CRLF, as Windows writes them. Nothing to do.", "", Severity.INFO)


NOT_CLOSED = Problem(
    "bad_quoting",
    "A quotation mark is opened here and not closed, or stands inside a cell. Put the cell in double quotes and double every "
    "one inside it. The file is not read from here on.",
)
EMPTY_FILE = Problem("empty_file", "The file is empty. Write a header row with the column names, or leave the file out.")
BYTE_ORDER_MARK = Problem("byte_order_mark", "The file starts with a byte order mark. Nothing to do.", "", Severity.INFO)
