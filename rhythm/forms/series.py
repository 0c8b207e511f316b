"""The shape of a series as it is planned and changed: what, who, when in plain words, and in which order people facilitate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from organizations.forms.conflicts import SharedForm
from organizations.forms.fields import PlainForm, ZoneField, line, zones
from organizations.forms.pickers import PersonField, TeamField
from organizations.forms.several import people_field, written
from organizations.measures import monday_of
from organizations.recurring import CODES, DAYS
from organizations.words import own_words
from rhythm.actions.series import MOST_MINUTES
from rhythm.models import HeldAs, MeetingKind, MeetingSeries
from rhythm.recurrence import (
    EVERY_MONTHS,
    MONTHLY,
    NTH,
    ONCE,
    OWN,
    REPEATS,
    WEEKDAYS,
    Recurrence,
    day_names,
    fault_in,
    recurrence_of,
    rule_of,
)

KINDS = {
    MeetingKind.WEEKLY: "Wins, pace, promises and the issues that hurt most, worked to an end.",
    MeetingKind.TEAM_SYNC: "Team leads: what changed for others, and who waits on whom.",
    MeetingKind.HUDDLE: "Ten minutes: what is up today, what is stuck.",
    MeetingKind.MONTHLY: "Trends, forecasts, risks and resources; one decision at least.",
    MeetingKind.QUARTERLY: "Look back, choose the priorities, shake hands on dependencies.",
    MeetingKind.ANNUAL: "Two days: the year in review, the strategy and the goals of the next one.",
    MeetingKind.ONE_TO_ONE: "Two people: promises, obstacles, help and growth. Not a status round.",
    MeetingKind.AFTER_ACTION: "What should have happened, what did, why, and what we keep.",
    MeetingKind.DECISION_REVIEW: "What came of a decision, against what we expected of it.",
    MeetingKind.PREMORTEM: "It has failed: why? The causes become risks and actions.",
}
WEEKEND = 5  # Saturday, counted from Monday
RULE_PARTS = ("repeats", "days", "nth", "nth_day", "month_day", "months", "until", "rule")
EARLIEST, LATEST = date(1970, 1, 1), date(2200, 12, 31)  # further away no calendar program reads on
OUT_OF_THE_WORLD = "Choose a day between 1970 and 2200."
MONTH_DAYS = [*((str(day), str(day)) for day in range(1, 32)), ("-1", "the last day")]


class DaysInput(forms.CheckboxSelectMultiple):
    """Weekdays as boxes; their value is one text, MO,WE, as a form with two hands on it joins texts."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return said_together(data, name)

    def format_value(self, value: Any) -> list[str]:
        return [code for code in str(value or "").split(",") if code]


class DaysField(forms.ChoiceField):
    """Some weekdays, or none: cleans to their codes in the order of the week."""

    widget = DaysInput

    def clean(self, value: Any) -> str:
        codes = [code for code in str(value or "").split(",") if code]
        if any(code not in DAYS for code in codes):
            raise forms.ValidationError("Choose days of the week.")
        return ",".join(code for code in CODES if code in codes)


def said_together(data: Mapping[str, Any], name: str) -> str | None:
    """All values of a field as one text; None when the form did not have it."""
    if name not in data:
        return None
    values = data.getlist(name) if hasattr(data, "getlist") else [data[name]]
    return ",".join(value for value in values if value)


def choice(label: str, choices: Any, ask: str, **more: Any) -> forms.ChoiceField:
    messages = {"invalid_choice": ask, "required": ask}
    return forms.ChoiceField(label=label, choices=choices, error_messages=messages, required=False, **more)


def day(label: str, *, ask: str = "", hint: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    messages = {"required": ask, "invalid": "Give the day as year-month-day, like 2026-08-24."}
    years = [MinValueValidator(EARLIEST, OUT_OF_THE_WORLD), MaxValueValidator(LATEST, OUT_OF_THE_WORLD)]
    return forms.DateField(
        label=label, required=bool(ask), help_text=hint, widget=widget, error_messages=messages, validators=years
    )


class SeriesFields(forms.Form):
    """What may be said of a series."""

    title = line("Name", ask="Give the meeting a name.", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    kind = choice(
        "Kind of meeting",
        [*MeetingKind.choices, ("", "Another kind")],
        "Choose the kind of meeting from the list.",
        widget=forms.RadioSelect,
    )
    held_as = choice(
        "How it is held",
        [(HeldAs.TOGETHER, "Together, at its time"), (HeldAs.WRITING, "In writing: everybody has written by its time")],
        "Say whether it is held together or in writing.",
        widget=forms.RadioSelect,
    )
    team = TeamField(label="Team", help_text="Whoever is in it is asked.")
    required = people_field("Also takes part", rows=3, help_text="One name a line.")
    optional = people_field("Welcome, but need not come", rows=3, help_text="One name a line.")
    left_out = people_field("In the team, but not asked", rows=3, help_text="One name a line.")
    organizer = PersonField(label="Organizer", help_text="Answers for it. Empty: you.")
    rota = people_field(
        "Who facilitates, in turn",
        rows=4,
        help_text="One name a line, in order. Whoever is away is passed over, and is next.",
    )
    start_on = day("First day", ask="Say on which day it meets for the first time.")
    start_time = forms.TimeField(
        label="Time",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Say at what time it begins.", "invalid": "Give the time as hours and minutes, like 10:30."},
    )
    duration_minutes = forms.IntegerField(
        label="Minutes",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "list": "lengths"}),
        min_value=1,
        max_value=MOST_MINUTES,
        error_messages={
            "required": "Say how many minutes it takes.",
            "invalid": "Give the minutes as a whole number, like 60.",
            "min_value": "Say how many minutes it takes: one or more.",
            "max_value": f"Say how many minutes it takes: at most {MOST_MINUTES:,}, which is a day.",
        },
    )
    timezone = ZoneField(
        label="Time zone",
        error_messages={"required": "Choose a time zone, for instance Europe/Lisbon."},
        help_text="It keeps this clock, summer and winter.",
    )
    repeats = choice("How often?", list(REPEATS.items()), "Choose how often it meets.", widget=forms.RadioSelect)
    days = DaysField(label="On which days?", choices=list(DAYS.items()), required=False)
    nth = choice("Which one?", [(str(number), word) for number, word in NTH.items()], "Choose which one of the month.")
    nth_day = choice("Weekday", list(DAYS.items()), "Choose a weekday.")
    month_day = choice("Day of the month", MONTH_DAYS, "Choose a day of the month.")
    months = choice("Of", [(str(number), word) for number, word in EVERY_MONTHS.items()], "Choose how many months lie between.")
    until = day("Last day", hint="Empty: it goes on until it is ended.")
    rule = line("Rule", limit=200, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
    location = line("Place")
    url = line("Link to join", limit=2000, widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}))
    description = forms.CharField(
        label="Purpose",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Shorten this to 4,000 characters."},
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["team"].label = own_words()["Team"]
        self.fields["left_out"].label = f"In the {own_words()['team']}, but not asked"

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        if url and not url.lower().startswith(("https://", "http://")):
            raise forms.ValidationError("Write the whole link, with https:// in front.")
        return url

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("repeats") == OWN and not self.has_error("rule"):
            self.check_own_rule(said.get("rule") or "")
        start, until = said.get("start_on"), said.get("until")
        if start and until and until < start and said.get("repeats") not in {ONCE, OWN}:
            self.add_error("until", "Choose a last day that is not before the first.")
        return said

    def check_own_rule(self, rule: str) -> None:
        fault = fault_in(rule) if rule else "Write the rule, such as FREQ=WEEKLY;BYDAY=MO, or choose one of the usual ways."
        if fault:
            self.add_error("rule", fault)

    def clean_held_as(self) -> str:
        """What is no huddle is held together, whatever was chosen before its kind."""
        chosen = self.cleaned_data["held_as"] or HeldAs.TOGETHER
        return str(chosen if self.cleaned_data.get("kind") == MeetingKind.HUDDLE else HeldAs.TOGETHER)

    def recurrence(self) -> Recurrence:
        """The answers of a form that is sound."""
        said = self.cleaned_data
        return Recurrence(
            repeats=said["repeats"] or ONCE,
            days=tuple(filter(None, said["days"].split(","))),
            nth=int(said["nth"] or 1),
            nth_day=said["nth_day"] or "MO",
            month_day=int(said["month_day"] or 1),
            months=int(said["months"] or 1),
            until=said["until"],
            rule=said["rule"],
        )


class NewSeriesForm(SeriesFields, PlainForm):
    """A series that is not there yet."""

    def words(self) -> dict[str, Any]:
        """What the verb takes."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in RULE_PARTS}
        return said | {"rrule": rule_of(self.recurrence())}


class SeriesForm(SeriesFields, SharedForm):
    """A series that is there, which somebody else may be changing too."""

    def __init__(self, data: Any = None, *, row: MeetingSeries, stored: Mapping[str, Any], seats: Mapping[str, list[Any]]) -> None:
        self.series, self.seats = row, dict(seats)
        if data is not None:
            data = {name: data[name] for name in data} | ({"days": said_together(data, "days")} if "days" in data else {})
        super().__init__(data, row=row, stored=stored)
        if row.timezone and row.timezone not in zones():
            self.fields["timezone"] = forms.CharField(label="Time zone", max_length=64, widget=self.fields["timezone"].widget)
        for name in ("start_on", "start_time", "duration_minutes"):
            self.fields[name].required = self.fields[name].required and getattr(row, name) is not None

    def shown(self, name: str, value: str) -> str:
        return day_names(value) if name == "days" else super().shown(name, value)

    def words(self) -> dict[str, Any]:
        """What the verb takes: what differs, and the rule when a part of it does."""
        changes = self.changes
        said = {name: value for name, value in changes.items() if name not in RULE_PARTS}
        if set(changes) & set(RULE_PARTS):
            said["rrule"] = rule_of(self.recurrence())
        return said


def stored_of(series: MeetingSeries, people: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The values of a series as its form shows them."""
    plain = recurrence_of(series.rrule)
    return {
        "title": series.title,
        "kind": series.kind,
        "held_as": series.held_as or HeldAs.TOGETHER,
        "team": series.team,
        **{part: written(people[part], PersonField) for part in ("required", "optional", "left_out", "rota")},
        "organizer": series.organizer,
        "start_on": series.start_on,
        "start_time": clock(series.start_time),
        "duration_minutes": series.duration_minutes,
        "timezone": series.timezone,
        "repeats": plain.repeats,
        "days": ",".join(code for code in CODES if code in plain.days),
        "nth": str(plain.nth),
        "nth_day": plain.nth_day,
        "month_day": str(plain.month_day),
        "months": str(plain.months),
        "until": plain.until,
        "rule": plain.rule,
        "location": series.location,
        "url": series.url,
        "description": series.description,
    }


def clock(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


USUALLY: dict[str, dict[str, Any]] = {  # minutes, and how often where that is not every week
    MeetingKind.WEEKLY: {"duration_minutes": 60},
    MeetingKind.TEAM_SYNC: {"duration_minutes": 30},
    MeetingKind.HUDDLE: {"duration_minutes": 10, "repeats": WEEKDAYS},
    MeetingKind.MONTHLY: {"duration_minutes": 90, "repeats": MONTHLY, "nth_day": "TU"},
    MeetingKind.QUARTERLY: {"duration_minutes": 390, "repeats": MONTHLY, "months": "3", "nth_day": "TU"},
    MeetingKind.ANNUAL: {"duration_minutes": 900, "start_time": time(9), "repeats": MONTHLY, "months": "12", "nth_day": "TU"},
    MeetingKind.ONE_TO_ONE: {"duration_minutes": 30},
    MeetingKind.AFTER_ACTION: {"duration_minutes": 45, "repeats": ONCE},
    MeetingKind.DECISION_REVIEW: {"duration_minutes": 15, "repeats": ONCE},
    MeetingKind.PREMORTEM: {"duration_minutes": 30, "repeats": ONCE},
}


def begin_with(kind: str, *, today: date, zone: str) -> dict[str, Any]:
    """What an empty form starts from; a kind brings its usual length and rhythm. Nobody means a Sunday who asks on one."""
    start = today if today.weekday() < WEEKEND else monday_of(today) + timedelta(weeks=1)
    usual: dict[str, Any] = {
        "kind": kind, "held_as": HeldAs.TOGETHER, "start_on": start,
        "start_time": time(10), "duration_minutes": 60, "timezone": zone, "repeats": "weekly",
        "nth": "1", "nth_day": "MO", "month_day": "1", "months": "1", "days": CODES[start.weekday()],
    }  # fmt: skip
    return usual | USUALLY.get(kind, {})
