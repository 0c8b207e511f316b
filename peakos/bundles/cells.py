"""One cell: is it what its column may hold, and if not, the sentence that says what to write instead."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from organizations.forms.words import SHORTEST
from organizations.models.bundles import Severity
from peakos.bundles.ballots import read_reasons, read_scores, read_votes
from peakos.bundles.columns import CONTROL, SMALL_MAX, Column
from peakos.bundles.finding_keys import is_finding
from peakos.bundles.findings import Problem, quoted
from peakos.bundles.frozen import read_facts
from peakos.bundles.pages import read_page
from peakos.bundles.recurrence import rrule_problem
from peakos.bundles.things import is_thing

TIME_ZONES = frozenset(available_timezones()) - {"localtime"}  # a link on some machines, and no zone to the database
KEY_FORM = re.compile(r"[a-z0-9][a-z0-9._-]*")
DATE_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
EXACT_FORM = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
MOMENT_FORM = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
TIME_FORM = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
WHOLE_FORM = re.compile(r"-?\d+", re.ASCII)
NUMBER_FORM = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
URL_FORM = re.compile(r"https?://[^\s/]\S*")
EMAIL_FORM = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
MARKUP = re.compile(r"<\s*(script|img|iframe|svg|object)\b|\bon(error|load|click)\s*=", re.IGNORECASE)
FORMULA = re.compile(r"=|[+@][A-Z]+\(|[-+]\d[^ ]*\|")
PLACES = 6  # after the point, and 18 before it: what the database keeps of a number
LARGEST = Decimal(10) ** 18
FIRST_MOMENT, LAST_MOMENT = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)  # every time zone can say them


class Unfit(Exception):
    """The cell is not what its column holds."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


def read_cell(column: Column, text: str, problems: list[Problem]) -> Any:
    """The cell's value as JSON, or None when it must not go in; what there is to say is added to `problems`."""
    for code, message in _peculiar(column, text):
        severity = Severity.ERROR if code == "control_character" else Severity.WARNING
        problems.append(Problem(code, message, column.name, severity))
    try:
        value = READERS[column.type](column, text)
        return None if CONTROL.search(text) else value
    except Unfit as unfit:
        problems.append(Problem(unfit.code, unfit.message, column.name))
        return None


def split_list(text: str) -> list[str]:
    return [item for part in text.split(";") if (item := part.strip())]


def split_set(text: str) -> list[str]:
    """The items of a list, each once, in their order."""
    return list(dict.fromkeys(split_list(text)))


def _peculiar(column: Column, text: str) -> Iterator[tuple[str, str]]:
    """What makes a cell's text dangerous or odd elsewhere. It goes in letter by letter, but for control characters."""
    if CONTROL.search(text):
        yield "control_character", f"{quoted(text)} has an invisible control character, shown as “·”. Type the cell anew."
    if BIDI.search(text):
        yield (
            "bidi_control",
            f"{quoted(text)} has a character that turns the direction of writing. It is kept; check that it is meant.",
        )
    if column.type == "text":
        if MARKUP.search(text):
            yield "markup", f"{quoted(text)} looks like HTML. It is kept as plain text and runs nowhere."
        if "\n" in text:
            yield "line_break", f"There is a line break in {column.name}, which has one line. It is kept; put a blank in its place."
    if column.type == "number" and len(text.partition(".")[2].rstrip("0")) > PLACES:
        yield "rounded", f"{quoted(text)} has more than {PLACES} figures after the point. It is rounded to {PLACES}."
    if FORMULA.match(text):
        yield "formula", f"{quoted(text)} starts like a spreadsheet formula. It is kept as plain text and runs nowhere."


def _text(column: Column, text: str) -> str:
    if column.limit and len(text) > column.limit:
        over = len(text) - column.limit
        raise Unfit("too_long", f"This {column.name} has {len(text):,} characters; {column.limit:,} fit. Shorten it by {over:,}.")
    return text


def _key(column: Column, text: str) -> str:
    if not KEY_FORM.fullmatch(text) or len(text) > column.limit:
        raise Unfit("bad_key", f"{quoted(text)} cannot be a key. Use up to {column.limit} of a to z, 0 to 9, “.”, “_” and “-”.")
    return text


def _lines(column: Column, text: str) -> list[str]:
    return [line.strip() for line in re.split(r"\r\n|\r|\n", _text(column, text)) if line.strip()]


def _phrases(column: Column, text: str) -> list[str]:
    return _short(column, _lines(column, text))


def _list(column: Column, text: str) -> list[str]:
    return _short(column, split_list(_text(column, text)))


def _short(column: Column, items: list[str]) -> list[str]:
    if too_long := next((item for item in items if len(item) > 250), None):
        raise Unfit("too_long", f"{quoted(too_long, 30)} in {column.name} has {len(too_long)} characters; 250 fit in each item.")
    return items


def _day(text: str) -> date:
    try:
        if DATE_FORM.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        raise Unfit("bad_date", f"{quoted(text)} is a day that does not exist. Write one that does, such as 2025-03-31.") from None
    raise Unfit("bad_date", f"{quoted(text)} is no date. Write year, month and day as in 2025-03-31, or leave the cell empty.")


def _date(_: Column, text: str) -> str:
    return _day(text).isoformat()


def _when(_: Column, text: str) -> str:
    """A moment in UTC; a day alone stands for its first moment there, and says so by its form."""
    return _instant(text) if MOMENT_FORM.fullmatch(text) else _day(text).isoformat()


def _moment(_: Column, text: str) -> str:
    if not EXACT_FORM.fullmatch(text):
        raise Unfit("bad_date", f"{quoted(text)} is no moment. Write day and time as in 2025-03-31T14:30:00Z.")
    return _instant(text)


def _instant(text: str) -> str:
    """A point in time, in UTC."""
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unfit("bad_date", f"{quoted(text)} is a time that does not exist. Write one such as 2025-03-31T14:30:00Z.") from None
    if not FIRST_MOMENT <= moment <= LAST_MOMENT:
        raise Unfit("bad_date", f"{quoted(text)} lies too far away. Write a year from 1 to 9999.")
    return moment.isoformat()


def _dates(_: Column, text: str) -> list[str]:
    return [_day(item).isoformat() for item in split_set(text)]


def _time(_: Column, text: str) -> str:
    if not TIME_FORM.fullmatch(text):
        raise Unfit("bad_time", f"{quoted(text)} is no time of day. Write hours and minutes from 00:00 to 23:59, such as 09:30.")
    return text


def _tz(_: Column, text: str) -> str:
    if text not in TIME_ZONES:
        raise Unfit("bad_timezone", f"{quoted(text)} is no time zone. Write a name of the IANA database, such as Europe/Berlin.")
    return text


def _rrule(column: Column, text: str) -> str:
    if why := rrule_problem(text):
        raise Unfit("bad_rrule", f"{quoted(text)} is no recurrence rule: {why}. Write one such as FREQ=WEEKLY;BYDAY=TU.")
    return _text(column, text)


def _range(column: Column) -> str:
    """The words that say which numbers are allowed."""
    if column.low is not None and column.high is not None and column.high < SMALL_MAX:
        return f"from {column.low} to {column.high:,}"
    return f"of {column.low} or more" if column.low is not None else ""


def _within(column: Column, number: Decimal, text: str) -> None:
    too_low = column.low is not None and number < column.low
    too_high = column.high is not None and number > column.high
    if too_low or too_high or abs(number) >= LARGEST:
        wanted = _range(column) if too_low or too_high else "of at most 18 digits before the point"
        raise Unfit("out_of_range", f"{column.name} is {quoted(text, 30)}. Write a number {wanted}, or leave the cell empty.")


def _int(column: Column, text: str) -> int:
    if not WHOLE_FORM.fullmatch(text):
        wanted = f"{_range(column)} (per cent)" if column.name == "confidence" else _range(column)
        raise Unfit(
            "bad_number", f"{quoted(text)} is no whole number. Write one {wanted}, in figures only, or leave the cell empty."
        )
    number = Decimal(text)
    _within(column, number, text)
    return int(number)


def _number(column: Column, text: str) -> str:
    if not NUMBER_FORM.fullmatch(text):
        hint = " Use a point, not a comma." if "," in text else ""
        raise Unfit("bad_number", f"{quoted(text)} is no number. Write figures alone, such as 12.5, or leave the cell empty.{hint}")
    number = Decimal(text)
    _within(column, number, text)
    return format(round(number, PLACES).normalize(), "f")


def _url(column: Column, text: str) -> str:
    if not URL_FORM.fullmatch(text):
        raise Unfit(
            "bad_url", f"{quoted(text)} is no web address. Write one that starts with https:// or http://, or leave the cell empty."
        )
    return _text(column, text)


def _email(column: Column, text: str) -> str:
    if not EMAIL_FORM.fullmatch(text):
        raise Unfit(
            "bad_email", f"{quoted(text)} is no e-mail address. Write one such as ann@example.org, or leave the cell empty."
        )
    return _text(column, text)


def _enum(column: Column, text: str) -> str:
    if text not in column.words:
        allowed = ", ".join(column.words)
        hint = f" Write it in lower case: {text.lower()}." if text.lower() in column.words else f" Write one of {allowed}."
        raise Unfit("bad_value", f"{quoted(text)} is not known as {column.name}.{hint}")
    return column.words[text]


def _ref(_: Column, text: str) -> str:
    return text


def _refs(_: Column, text: str) -> list[str]:
    return split_set(text)


def _flag(column: Column, text: str) -> bool:
    if text != "yes":
        raise Unfit("bad_value", f"{quoted(text, 30)} is not known as {column.name}. Write yes, or leave the cell empty.")
    return True


def _noun(column: Column, text: str) -> str:
    """A word for the interface: what the form in the settings takes."""
    if len(text) < SHORTEST or not text.isprintable() or not any(letter.isalpha() for letter in text):
        raise Unfit(
            "bad_value", f"{quoted(text)} cannot be a word of the interface. Write at least {SHORTEST} letters on one line."
        )
    return _text(column, text)


def _finding(column: Column, text: str) -> str:
    if not is_finding(text):
        raise Unfit("bad_value", f"{quoted(text)} is no finding between objectives. Leave the cell as it was exported.")
    return text


def _float(_: Column, text: str) -> str:
    """A number to its last digit, as it was computed."""
    if not NUMBER_FORM.fullmatch(text) or abs(float(text)) >= LARGEST:
        raise Unfit("bad_number", f"{quoted(text)} is no number. Write figures alone, such as 12.5, or leave the cell empty.")
    return repr(float(text))


def _json(read: Callable[[Column, str], Any]) -> Callable[[Column, str], Any]:
    def reader(column: Column, text: str) -> Any:
        try:
            value = read(column, text)
            json.dumps(value, ensure_ascii=False).encode()  # half of a character, as JSON can say it, is none
        except UnicodeEncodeError:
            raise Unfit("bad_value", "A character in it is cut in half (such as \\ud800). Type it anew.") from None
        except ValueError as problem:
            raise Unfit("bad_value", str(problem)) from None
        return value

    return reader


def _alone(read: Callable[[str], Any]) -> Callable[[Column, str], Any]:
    return _json(lambda _, text: read(text))


def _thing(column: Column, text: str) -> str:
    if not is_thing(text):
        raise Unfit("bad_value", f"{quoted(text)} names no thing. Write its key; for a turn, its meeting’s key and when.")
    return text


READERS: dict[str, Callable[[Column, str], Any]] = {
    "key": _key, "text": _text, "long": _text, "lines": _lines, "list": _list, "date": _date, "when": _when, "dates": _dates,
    "time": _time, "tz": _tz, "rrule": _rrule, "int": _int, "number": _number, "url": _url, "email": _email, "enum": _enum,
    "moment": _moment, "phrases": _phrases, "float": _float, "facts": _alone(read_facts), "by_option": _alone(read_reasons),
    "votes": _alone(read_votes), "scores": _alone(read_scores),
    "ref": _ref, "refs": _refs, "flag": _flag, "page": _json(read_page), "thing": _thing, "noun": _noun, "finding": _finding,
}  # fmt: skip
