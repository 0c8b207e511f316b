"""Small workspaces made up by hypothesis from the declared format, and all their facts to compare two of them by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from hashlib import md5
from itertools import combinations
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model
from hypothesis import strategies as st

from alignment.models import Guard, KeyResult, Objective, StrategyLine
from organizations.models import Organization, Person
from organizations.tenancy import TenantModel, organization_in_hand
from organizations.words import PLAIN
from peakos.bundles.columns import Column, Store, Table
from peakos.bundles.format import TABLES

Draw = Callable[[st.SearchStrategy[Any]], Any]
Made = dict[str, list[Any]]  # file -> its rows

CAST = ["Marta Lindqvist", "Ruth Adeyemi", "Daniel Brooks", "Priya Raman", "Aiko Tanaka", "Beth Moran", "Ines Carvalho", "Jürg Ös"]
MOST_ROWS = 3

# What stands beside the workspace's facts: who may sign in, what was computed, what was logged, what was mailed.
NOT_CARRIED = {
    "organizations.Invitation", "organizations.Event", "organizations.BundleImport", "organizations.BundleFinding",
    "alignment.ObjectiveHealth", "alignment.TeamHealth", "alignment.CycleHealth", "rhythm.TeamWeek", "intelligence.HealthSnapshot",
    "alignment.DependencyForecast",
    # What belongs to one meeting: its agenda as it was built, who prepared and voted, how it ran, what was caught and told.
    "rhythm.Segment", "rhythm.AgendaItem", "rhythm.Attendance", "rhythm.IssueVote", "rhythm.MeetingRun", "rhythm.Capture",
    "rhythm.Message", "rhythm.MessageTeam", "rhythm.MessageReading",
    # What was known at one moment here, and what is watched since.
    "decisions.Evidence", "decisions.DecisionReview", "decisions.Assumption",
    # What was said before a decision and after it: who was asked and answered, which teams were told and know it, who disagrees.
    "decisions.Hearing", "decisions.Answer", "decisions.OptionVote", "decisions.TeamTold", "decisions.TeamAcknowledgement",
    "decisions.Dissent", "decisions.Criterion",
    # What is stuck, and on which days it was.
    "decisions.Blocker", "decisions.BlockerSpan",
    # Who sits where on the chart, how they fit there, and who stands in for whom.
    "accountability.Seat", "accountability.SeatHolder", "accountability.SeatMetric", "accountability.SeatFit",
    "accountability.Cover", "accountability.CoverItem",
    # What is nobody else's: words not sent yet, views somebody keeps, and what each one picked in a pulse.
    "organizations.Draft", "organizations.SavedView", "alignment.RecallPulse", "alignment.PulseChoice", "alignment.PulseAnswer",
}  # fmt: skip
# People come in without a login and what belongs to it; the last is computed.
NOT_COMPARED = {"id", "organization", "access", "user", "keys", "value_changed_on"}

letters = st.characters(exclude_categories=["Cs", "Cc"])
lines = st.one_of(st.sampled_from(CAST), st.text(letters, max_size=25), st.text("=+-@'\"; ,\t\\<&", max_size=4)).map(
    lambda text: " ".join(text.split())
)
prose = st.lists(lines, max_size=3).map("\n".join).map(str.strip)
days = st.one_of(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.sampled_from([date(1, 2, 3), date(9999, 12, 1)]))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(microsecond=0, tzinfo=UTC))
numbers = st.decimals(-(10**12), 10**12, places=6)

VALUES: dict[str, Callable[[Column], st.SearchStrategy[Any]]] = {
    "text": lambda column: lines.filter(bool) if column.is_required else lines,
    "long": lambda column: prose.filter(bool) if column.is_required else prose,
    "list": lambda column: st.lists(lines.map(lambda text: text.replace(";", "").strip()).filter(bool), max_size=3, unique=True),
    "date": lambda column: days if column.is_required else st.none() | days,
    "dates": lambda column: st.lists(days, max_size=3, unique=True),
    "when": lambda column: moments if column.is_required else st.none() | moments,
    "time": lambda column: st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    "tz": lambda column: st.sampled_from(["", "Europe/Lisbon", "CET", "America/New_York"]),
    "rrule": lambda column: st.sampled_from(["", "FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=2TU;COUNT=5"]),
    "int": lambda column: optional(column, st.integers(column.low or 0, min(column.high or 100, 100))),
    "number": lambda column: optional(column, small(column) if column.high else numbers.map(abs) if column.low == 0 else numbers),
    "url": lambda column: st.sampled_from(["", "https://tidewater.example/a?b=c,d#e", "http://x"]),
    "email": lambda column: st.sampled_from(["", "ines@tidewater.example", "'o+hara@tidewater.example"]),
    "flag": lambda column: st.booleans(),
    "enum": lambda column: st.sampled_from([*(() if column.is_required else ("",)), *column.words.values()]),
}  # fmt: skip


own_words = st.sets(st.sampled_from(sorted(PLAIN))).map(
    lambda nouns: {noun: {"one": f"rock {noun}", "many": f"rocks, {noun}"} for noun in nouns}
)


def small(column: Column) -> st.SearchStrategy[Any]:
    """Weights and scores keep fewer places than measures do."""
    return st.decimals(column.low or 0, column.high, places=2)


def optional(column: Column, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    stays = column.is_required or column.name == "position" or column.usual is not None
    return values if stays else st.none() | values


def make_workspace(organization: Organization, draw: Draw) -> None:
    """Fill the organization in hand with rows of every file of the format; a change of mind leaves originals behind."""
    made: Made = defaultdict(list)
    Organization.objects.filter(pk=organization.pk).update(words=draw(own_words))
    for table in (table for table in TABLES if table.stores):
        seen: set[Any] = set()
        for number in range(draw(st.integers(0, MOST_ROWS))):
            store = draw(st.sampled_from(table.stores))
            fields = fields_of(draw, organization, table, store, made)
            if fields is not None and new_identity(table, store, fields, seen):
                key = {"key": f"{draw(st.sampled_from('abz09'))}.{table.name}-{number}"} if table.identity == ("key",) else {}
                row = store.table._default_manager.create(organization=organization, **fields, **key)
                add_links(draw, organization, table, store, row, made)
                made[table.name].append(row)
    for objective in made["objectives"]:
        if draw(st.booleans()):
            Objective.objects.filter(pk=objective.pk).update(title="12 utilities live", due_on=date(2026, 12, 31))


def fields_of(draw: Draw, organization: Organization, table: Table, store: Store, made: Made) -> dict[str, Any] | None:
    """A row's own fields; None when what it must refer to is not there yet."""
    fields: dict[str, Any] = {}
    columns = list(table.columns_of(store))
    refined = {column.refines for column in columns}
    for column in columns:
        if column.link or not column.field or column.type == "key" or column.name in refined or column.is_original:
            continue
        if column.type == "ref":
            targets = made[column.target]
            if column.is_required and not targets:
                return None
            fields[column.field] = draw(st.sampled_from(targets if column.is_required else [None, *targets]))
            continue
        if column.type == "finding":
            if not made["objectives"]:
                return None
            fields[column.field] = draw(findings(made))
            continue
        if column.type == "page":
            fields[column.field] = [{"id": line.pk, "section": line.section, "text": line.text} for line in made["strategy_lines"]]
            continue
        value = draw(VALUES[column.type](column))
        if column.is_day_only:
            fields[column.is_day_only] = draw(st.booleans())
            value = value.replace(hour=0, minute=0, second=0) if fields[column.is_day_only] else value
        fields[column.field] = float(round(value % 10, 2)) if column.name == "rating" and value is not None else value
    put_in_order(table, fields)
    return fields if is_sound(table, fields) else None


@st.composite
def findings(draw: Draw, made: Made) -> str:
    """The name of a finding as it would be found, or as it was before something changed."""
    objectives, key_results = made["objectives"], made["key_results"]
    one, person = draw(st.sampled_from(objectives)), draw(st.sampled_from([None, *made["people"]]))
    names = [f"orphan:{one.pk}:{one.parent_id or 0}", f"childless:{one.pk}", f"unowned:{one.pk}:{person.pk if person else 0}"]
    names += [f"people:{person.pk}:0123456789ab"] if person else []
    for first, second in combinations(sorted(objectives, key=lambda row: row.pk), 2):
        summed = md5(f"{first.title}\n{second.title}".encode(), usedforsecurity=False).hexdigest()[:12]
        names += [f"twin:{first.pk}:{second.pk}:{summed}"] * 2 + [f"twin:{first.pk}:{second.pk}:00000000000a"]
    for first, second in combinations(sorted(key_results, key=lambda row: row.objective_id), 2):
        names += [f"claim:k{first.pk}:k{second.pk}:t:12.5:t:7"] * 2 if first.objective_id != second.objective_id else []
        names += [f"opposite:k{source}:g{guard.pk}:t:5:f:-3" for source in (first.pk, second.pk) for guard in made["guards"]]
    return str(draw(st.sampled_from(names)))


def put_in_order(table: Table, fields: dict[str, Any]) -> None:
    for pair in table.in_order:
        start, end = (table.by_name[name].field for name in pair)
        if fields.get(start) and fields.get(end):
            fields[start], fields[end] = sorted([fields[start], fields[end]])


def is_sound(table: Table, fields: dict[str, Any]) -> bool:
    """Whether the database would take the row."""
    if table.name == "dependencies":
        ends = [fields["from_team"] or fields["from_objective"], fields["to_team"] or fields["to_objective"]]
        return all(ends) and (fields["from_objective"] is None or fields["from_objective"] != fields["to_objective"])
    if table.name == "objective_links":
        return bool(fields["objective"] != fields["contributes_to"])
    if table.name == "decision_forks":
        return bool(fields["decision"] != fields["origin"])
    if table.name == "absences":
        return bool(fields["person"] != fields["delegate"])
    if table.name == "check_ins" and fields["key_result"]:
        fields["objective"] = fields["key_result"].objective
    return True


def new_identity(table: Table, store: Store, fields: dict[str, Any], seen: set[Any]) -> bool:
    own = {column.name: column for column in table.columns_of(store)}
    names = ("number",) if table.name == "strategy_versions" else table.identity
    identity = tuple(fields.get(own[name].field) for name in names)
    is_new = names == ("key",) or identity not in seen
    if table.name == "meeting_days" and fields["original_at"]:  # of two meetings that were moved, each was at a time of its own
        moved_from = ("moved", fields["series"], fields["original_at"])
        is_new = is_new and moved_from not in seen
        seen.add(moved_from)
    seen.add(identity)
    return is_new


def add_links(draw: Draw, organization: Organization, table: Table, store: Store, row: Any, made: Made) -> None:
    for column in table.columns_of(store):
        if column.link is None:
            continue
        if column.type == "lines":
            named: list[Any] = draw(st.lists(lines.filter(bool), max_size=3))
            chosen = draw(st.sampled_from([None, *range(len(named))]))
        else:
            most = 1 if column.type == "ref" else 3
            named = draw(st.lists(st.sampled_from(made[column.target]), max_size=most, unique=True)) if made[column.target] else []
            chosen = None
        for place, other in enumerate(named):
            more = {"position": place} if column.link.is_ordered else {}
            more |= {"is_chosen": place == chosen} if column.type == "lines" else {}
            if column.name == "meeting":
                more["meeting"] = draw(st.sampled_from([None, *(day for day in made["meeting_days"] if day.series_id == other.pk)]))
            values = {column.link.owner: row, column.link.other: other, **column.link.fixed, **more}
            column.link.table._default_manager.create(organization=organization, **values)


def carried_models() -> list[type[Model]]:
    """Every table of facts, whether the format knows of it or not."""
    rooms = ("organizations", "alignment", "accountability", "decisions", "rhythm", "intelligence")
    models = [model for room in rooms for model in apps.get_app_config(room).get_models() if issubclass(model, TenantModel)]
    return [model for model in models if model._meta.label not in NOT_CARRIED]


def facts() -> dict[str, list[dict[str, Any]]]:
    """Every field of every row of the organization in hand, references told by keys."""
    rows = {model._meta.label: sorted((told(row) for row in model._default_manager.all()), key=repr) for model in carried_models()}
    return rows | {"words": [Organization.objects.get(pk=organization_in_hand()).words]}


def told(row: Any) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in NOT_COMPARED]
    return {field.name: value_of(row, field) for field in fields}


def value_of(row: Any, field: Field[Any, Any]) -> Any:
    value = getattr(row, field.name)
    if isinstance(field, ForeignKey) and value is not None:
        return value.key if hasattr(value, "key") else told(value)
    if field.name == "finding":
        return finding_told(value)
    if row._meta.label == "alignment.StrategyVersion" and field.name == "lines":  # a line names its sentence by id
        keys = dict(StrategyLine.objects.values_list("id", "key"))
        return [line | {"id": keys.get(line["id"])} for line in value]
    return value.normalize() if isinstance(value, Decimal) else value


def finding_told(finding: str) -> Any:
    """What a finding names, whichever numbers its rows have and whichever of two equal sides stands first."""
    kind, *parts = finding.split(":")
    if kind == "twin":
        titles = [Objective.objects.filter(pk=side).values_list("title", flat=True)[0] for side in parts[:2]]
        assert int(parts[0]) < int(parts[1]), "two of a kind are found by their numbers"
        stands = md5("\n".join(titles).encode(), usedforsecurity=False).hexdigest()[:12] == parts[2]
        return kind, sorted(keys_of(Objective, parts[:2])), stands or parts[2]
    if kind in ("claim", "opposite"):
        sides = [keys_of(KeyResult if part[0] == "k" else Guard, [part[1:]])[0] for part in parts[:2]]
        told_of = list(zip(sides, parts[2::2], parts[3::2], strict=True))
        if kind == "claim":
            order = [KeyResult.objects.get(pk=part[1:]).objective_id for part in parts[:2]]
            assert order == sorted(order), "two of a kind are found by their numbers"
        return kind, sorted(told_of) if kind == "claim" else told_of
    if kind == "people":
        return kind, keys_of(Person, parts[:1]), parts[1]
    if kind == "unowned":
        return kind, keys_of(Objective, parts[:1]), keys_of(Person, parts[1:])
    return kind, keys_of(Objective, parts[:1]), keys_of(Objective, parts[1:])


def keys_of(model: type[Model], numbers: Sequence[str]) -> list[Any]:
    """The keys of rows, or what stands for them: 0 for none, "gone" for what is there no more."""
    rows: dict[str, Any] = {str(row.pk): row for row in model._default_manager.filter(pk__in=[int(number) for number in numbers])}
    return [
        (rows[number].key if hasattr(rows[number], "key") else told(rows[number])) if number in rows else number
        for number in numbers
    ]
