"""Small workspaces made up by hypothesis from the declared format, and all their facts to compare two of them by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from hashlib import md5
from itertools import combinations
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, Q
from hypothesis import strategies as st

from accountability.models import OPEN_COVERS
from alignment.models import Dependency, Guard, KeyResult, Metric, Objective, Risk, StrategyLine
from decisions.models import BlockerSpan, BlockerState, Criterion, Option, OptionVote, Way
from organizations.models import Organization, Person
from organizations.tenancy import TenantModel, organization_in_hand
from peakos.bundles.checking import BOUND_TO
from peakos.bundles.columns import NTH, Column, Store, Table
from peakos.bundles.format import TABLES
from peakos.bundles.format_decisions import revealed
from peakos.bundles.format_seats import THINGS, TURN, told_by_key
from peakos.bundles.naming import alike
from tests.peakos.bundles.values import VALUES, days, is_stuck, lines, own_words, prose

Draw = Callable[[st.SearchStrategy[Any]], Any]
Made = dict[str, list[Any]]  # file -> its rows

MOST_ROWS = 3

# What stands beside the workspace's facts: who may sign in, what was computed, what was logged, what was mailed.
NOT_CARRIED = {
    "organizations.Invitation", "organizations.Event", "organizations.BundleImport", "organizations.BundleFinding",
    "alignment.ObjectiveHealth", "alignment.TeamHealth", "alignment.CycleHealth", "rhythm.TeamWeek", "intelligence.HealthSnapshot",
    "alignment.DependencyForecast",
    # Settings, and addresses that are as good as a login.
    "alignment.TeamCadence", "rhythm.CalendarFeed",
    # What belongs to one meeting: its agenda as it was built, who prepared and voted, how it ran, what was caught and told.
    "rhythm.Poll", "rhythm.PollAnswer", "rhythm.Writing", "rhythm.WrittenLine", "rhythm.CaptureChange",
    "rhythm.Segment", "rhythm.AgendaItem", "rhythm.Attendance", "rhythm.IssueVote", "rhythm.MeetingRun", "rhythm.Capture",
    "rhythm.Message", "rhythm.MessageTeam", "rhythm.MessageReading", "rhythm.HuddleEntry",
    # What is nobody else's: how people fit their seats, words not sent yet, views somebody keeps, what each one picked in a pulse.
    "accountability.SeatFit", "organizations.Draft", "organizations.SavedView",
    "alignment.RecallPulse", "alignment.PulseChoice", "alignment.PulseAnswer",
}  # fmt: skip
# People come in without a login and what belongs to it; the last is computed.
NOT_COMPARED = {"id", "organization", "access", "user", "keys", "value_changed_on"}


def make_workspace(organization: Organization, draw: Draw) -> None:
    """Fill the organization in hand with rows of every file of the format; a change of mind leaves originals behind."""
    made: Made = defaultdict(list)
    Organization.objects.filter(pk=organization.pk).update(words=draw(own_words))
    for table in (table for table in TABLES if table.stores):
        seen: set[Any] = set()
        for number in range(draw(st.integers(0, MOST_ROWS))):
            store = draw(st.sampled_from(table.stores))
            fields = fields_of(draw, organization, table, store, made)
            if fields is not None:
                name_alike(draw, table, fields, made[table.name])
            if fields is not None and is_free(table, fields, made[table.name]) and new_identity(table, store, fields, seen):
                key = {"key": f"{draw(st.sampled_from('abz09'))}.{table.name}-{number}"} if table.identity == ("key",) else {}
                row = store.table._default_manager.create(organization=organization, **fields, **key)
                add_links(draw, organization, table, store, row, made)
                made[table.name].append(row)
    for blocker in made["blockers"]:
        if blocker.state == BlockerState.OPEN and not blocker.spans.filter(until_on=None).exists():
            BlockerSpan.objects.create(organization=organization, blocker=blocker, since_on=draw(days))
    for objective in made["objectives"]:
        if draw(st.booleans()):
            Objective.objects.filter(pk=objective.pk).update(title="12 utilities live", due_on=date(2026, 12, 31))


def fields_of(draw: Draw, organization: Organization, table: Table, store: Store, made: Made) -> dict[str, Any] | None:
    """A row's own fields; None when what it must refer to is not there yet."""
    fields: dict[str, Any] = {}
    columns = list(table.columns_of(store))
    refined = {column.refines for column in columns}
    if table.under:
        if not (above := rows_above(table, made)):
            return None
        fields[table.under.field] = draw(st.sampled_from(above))
    for column in columns:
        if column.link or not column.field or column.type == "key" or column.name in refined or column.is_original:
            continue
        if column.type == "ref" and column.field != "key_result_number":
            target: Any = store.table._meta.get_field(column.field).related_model
            targets = [row for row in made[column.target] if isinstance(row, target)]
            if column.is_required and not targets:
                return None
            fields[column.field] = draw(st.sampled_from(targets if column.is_required else [None, *targets]))
            continue
        if column.type == "finding":
            if not made["objectives"]:
                return None
            fields[column.field] = draw(findings(made))
            continue
        if column.type in BY_NUMBER or column.field == "key_result_number":
            rows = numbered_rows(column, fields, made)
            if column.is_required and not rows:
                return None
            row = draw(st.sampled_from(rows if column.is_required else [None, *rows]))
            fields[column.field] = row.pk if row else None
            continue
        if column.type in OF_WHAT_IS_MADE:
            fields[column.field] = draw(OF_WHAT_IS_MADE[column.type](made))
            continue
        value = draw(VALUES[column.type](column))
        if column.is_day_only:
            fields[column.is_day_only] = draw(st.booleans())
            value = value.replace(hour=0, minute=0, second=0) if fields[column.is_day_only] else value
        fields[column.field] = float(round(value % 10, 2)) if column.name == "rating" and value is not None else value
    put_in_order(table, fields)
    return fields if is_sound(table, fields) else None


def rows_above(table: Table, made: Made) -> list[Any]:
    """What a row without a key of its own may belong to; a review may be of an answer that nobody kept."""
    assert table.under
    return [*([None] if table.name == "decision_reviews" else []), *made[table.under.table]]


BY_NUMBER = {"thing"}


def numbered_rows(column: Column, fields: dict[str, Any], made: Made) -> list[Any]:
    """What a column that holds a number and no reference may mean."""
    return things_of(fields["kind"], made) if column.type == "thing" else made[column.target]


@st.composite
def known_facts(draw: Draw, made: Made) -> dict[str, Any]:
    """What was visible at some moment, as it is kept: rows by their numbers, and all else as it was then."""
    facts: dict[str, Any] = {}
    for kind, file in (("objectives", "objectives"), ("risks", "risks"), ("dependencies", "dependencies"), ("metrics", "metrics")):
        rows = [row for row in made[file] if row._meta.label != "rhythm.Issue"]
        if draw(st.booleans()):
            facts[kind] = [
                {"id": row.pk, "title": draw(lines), "due_on": draw(st.sampled_from([None, "2026-09-27"]))} for row in rows
            ]
    for fact in facts.get("objectives", []):
        measures = [row for row in made["key_results"] if row.objective_id == fact["id"]]
        fact["progress"] = draw(st.none() | st.floats(0, 1))
        fact["key_results"] = [
            {"id": row.pk, "title": row.title, "value": draw(st.sampled_from([None, "12.5"]))} for row in measures
        ]
    return facts


def page(made: Made) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.just([{"id": line.pk, "section": line.section, "text": line.text} for line in made["strategy_lines"]])


OF_WHAT_IS_MADE: dict[str, Callable[[Made], st.SearchStrategy[Any]]] = {"facts": known_facts, "page": page}


def things_of(kind: str, made: Made) -> list[Any]:
    """The rows that can be handed over as things of this kind."""
    file, model = THINGS[kind]
    return [row for row in made["meeting_days" if kind == TURN else file] if row._meta.label == model]


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


def name_alike(draw: Draw, table: Table, fields: dict[str, Any], rows: list[Any]) -> None:
    """Where rows that are named alike are counted, let some be."""
    if NTH in table.identity and rows and draw(st.booleans()):
        fields |= {one.field: getattr(rows[-1], one.field) for one in alike(table) if one.field}
        put_in_order(table, fields)
        is_sound(table, fields)


def is_free(table: Table, fields: dict[str, Any], rows: list[Any]) -> bool:
    """Whether what can be open only once is not so already."""
    if table.once is None or not OPEN[table.name](fields):
        return True
    names = [table.by_name[name].field for name in table.once.columns]
    return not any(OPEN[table.name](vars(row)) and all(getattr(row, name) == fields[name] for name in names) for row in rows)


OPEN: dict[str, Callable[[dict[str, Any]], bool]] = {
    "seat_holders": lambda row: row["end_on"] is None,
    "hearings": lambda row: row["closed_at"] is None,
    "criteria": lambda row: True,
    "blocker_spans": lambda row: row["until_on"] is None,
    "commitments": lambda row: bool(row.get("repeat_of") or row.get("repeat_of_id")),
    "hand_overs": lambda row: row["state"] in OPEN_COVERS,
}


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
    if table.name == "decision_evidence":
        return fields["expected_value"] is None or (fields["baseline"] is not None and fields["expected_by"] is not None)
    if table.name == "assumptions":
        return all(fields[table.by_name[name].field] not in (None, "") for name in BOUND_TO[fields["watch"]])
    if table.name == "decision_reviews" and fields["evidence"]:
        fields["evidence"] = fields["evidence"] if fields["evidence"].decision == fields["decision"] else None
    if table.name == "meetings":
        fields["held_as"] = fields["held_as"] if fields["kind"] == "huddle" else ""
    if table.name == "hearings":
        return bool(fields["closed_at"] or not (fields["is_hidden"] or fields["way"] == Way.OWN))
    if table.name == "commitments":
        return bool(fields["repeats_from"] or not fields["repeats"])
    if table.name == "decision_forks":
        return bool(fields["decision"] != fields["origin"])
    if table.name == "hand_overs":
        return bool(fields["person"] != fields["to"] and (fields["ends_on"] or fields["state"] not in OPEN_COVERS))
    if table.name == "absences":
        return bool(fields["person"] != fields["delegate"])
    if table.name == "blockers":
        return is_stuck(fields)
    if table.name == "blocker_spans" and fields["blocker"].state != BlockerState.OPEN:
        fields["until_on"] = fields["until_on"] or fields["since_on"]
    if table.name == "check_ins" and fields["key_result"]:
        fields["objective"] = fields["key_result"].objective
    return True


def new_identity(table: Table, store: Store, fields: dict[str, Any], seen: set[Any]) -> bool:
    own = {column.name: column for column in table.columns_of(store)}
    names = ("number",) if table.name == "strategy_versions" else table.identity
    under = fields.get(table.under.field) if table.under else None
    identity = (under, *(fields.get(own[name].field) for name in names))
    if table.name == "criteria":
        identity = (fields["decision"], fields["name"].casefold())
    is_new = names == ("key",) or NTH in names or identity not in seen
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
        if column.type == "votes":
            add_votes(draw, organization, row)
        if column.type in ("votes", "scores"):
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
            if column.type == "lines":
                more |= {"is_chosen": place == chosen, "pros": draw(prose), "cons": draw(prose)}
            if column.name == "meeting":
                more["meeting"] = draw(st.sampled_from([None, *(day for day in made["meeting_days"] if day.series_id == other.pk)]))
            values = {column.link.owner: row, column.link.other: other, **column.link.fixed, **more}
            column.link.table._default_manager.create(organization=organization, **values)


def add_votes(draw: Draw, organization: Organization, answer: Any) -> None:
    """To options as a whole, and by the criteria of the decision."""
    criteria = [None, *Criterion.objects.filter(decision=answer.hearing.decision)]
    for option in Option.objects.filter(decision=answer.hearing.decision):
        for criterion in criteria:
            if draw(st.booleans()):
                OptionVote.objects.create(
                    organization=organization, answer=answer, option=option, criterion=criterion, points=draw(st.integers(0, 5))
                )


def carried_models() -> list[type[Model]]:
    """Every table of facts, whether the format knows of it or not."""
    rooms = ("organizations", "alignment", "accountability", "decisions", "rhythm", "intelligence")
    models = [model for room in rooms for model in apps.get_app_config(room).get_models() if issubclass(model, TenantModel)]
    return [model for model in models if model._meta.label not in NOT_CARRIED]


def facts() -> dict[str, list[dict[str, Any]]]:
    """Every field of every row of the organization in hand, references told by keys."""
    rows = {model._meta.label: sorted((told(row) for row in shown(model)), key=repr) for model in carried_models()}
    return rows | {"words": [Organization.objects.get(pk=organization_in_hand()).words]}


def shown(model: type[Model]) -> Any:
    """The rows that may leave the workspace: answers that are hidden may not, whatever the day on which the tests run."""
    rows = model._default_manager.all()
    return rows.filter(SHOWN[model._meta.label]()) if model._meta.label in SHOWN else rows


SHOWN: dict[str, Callable[[], Q]] = {
    "decisions.Hearing": revealed,
    "decisions.Answer": partial(revealed, "hearing__"),
    "decisions.OptionVote": partial(revealed, "answer__hearing__"),
    "accountability.CoverItem": told_by_key,
}


def told(row: Any) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in NOT_COMPARED]
    return {field.name: value_of(row, field) for field in fields}


def value_of(row: Any, field: Field[Any, Any]) -> Any:
    value = getattr(row, field.name)
    if isinstance(field, ForeignKey) and value is not None:
        return value.key if hasattr(value, "key") else told(value)
    if field.name == "key_result_number" and value:
        return KeyResult.objects.get(pk=value).key
    if field.name == "facts":
        return facts_told(value)
    if row._meta.label == "accountability.CoverItem" and field.name == "row_id":
        thing = apps.get_model(THINGS[row.kind][1])._default_manager.get(pk=value)
        return thing.key if hasattr(thing, "key") else told(thing)
    if field.name == "finding":
        return finding_told(value)
    if row._meta.label == "alignment.StrategyVersion" and field.name == "lines":  # a line names its sentence by id
        keys = dict(StrategyLine.objects.values_list("id", "key"))
        return [line | {"id": keys.get(line["id"])} for line in value]
    return value.normalize() if isinstance(value, Decimal) else value


def facts_told(facts: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The frozen rows with keys in place of numbers; all else to the letter."""
    models = {"objectives": Objective, "risks": Risk, "dependencies": Dependency, "metrics": Metric, "key_results": KeyResult}
    return {
        kind: [
            one | {"id": models[kind].objects.get(pk=one["id"]).key} | facts_told({k: v for k, v in one.items() if k in models})
            for one in rows
        ]
        for kind, rows in facts.items()
    }


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
