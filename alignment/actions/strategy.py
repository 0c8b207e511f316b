"""Verbs: the strategy is published as its next version, sent to the teams it touches, and served by objectives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from alignment import policy
from alignment.actions.objectives import change_objective
from alignment.differences import Line, difference, lines_in
from alignment.models import Objective, StrategyImpact, StrategyLine, StrategyVersion
from alignment.models.strategy import DRAFT, Section
from organizations.actions.drafts import drop_draft
from organizations.logbook import record, verb
from organizations.models import Organization, Person, Team
from organizations.refusals import AlreadyClosed, AlreadyThere, ChangedMeanwhile, NotAllowed, NotSaid, OutOfTurn
from organizations.verbs import day_of, locked, whom_to_ask, worded

MOST_LINES = 60
MOST_CHARACTERS = 1000


@verb
def publish_strategy(
    *,
    organization: Organization,
    lines: Sequence[Line],
    based_on: int,
    by: Person | None,
    now: datetime,
    why: str = "",
    send_to: Mapping[int, str] | None = None,
) -> StrategyVersion:
    """Make the page version `based_on` + 1; lines keep their numbers, those left out end with it.

    `send_to`: team → why it touches them; these are asked what it means for them. Raises ChangedMeanwhile when somebody else has
    published since.
    """
    check_may_edit(by, organization)
    before = held(organization)
    if before.number != based_on:
        raise ChangedMeanwhile(
            f"Version {before.number} was published while you wrote. Look at both, then publish yours on top of it."
        )
    written = checked(lines)
    changes = difference(lines_in(before.lines), written, Section.values)
    if not changes:
        raise NotSaid(f"Nothing differs from version {before.number}. Change a line before you publish.")
    if based_on:
        why = worded(why, "Say why the strategy changes: the teams read it beside the new words.", limit=MOST_CHARACTERS)
    number = based_on + 1
    version: StrategyVersion = StrategyVersion.objects.create(
        organization=organization,
        number=number,
        at=now,
        by=by,
        why=why.strip()[:MOST_CHARACTERS],
        lines=put_down(written, before, number),
    )
    asked = ask_teams(version, send_to or {}, day_of(now, organization))
    if by:
        drop_draft(person=by, form=DRAFT)
    taken_out = [change.line for change in changes if change.kind == "taken_out"]
    record("strategy.published", by=by, about=version, now=now, reason=version.why, taken_out=taken_out, asked=asked)
    return version


@verb
def send_strategy(*, version: StrategyVersion, send_to: Mapping[int, str], by: Person | None, now: datetime) -> StrategyVersion:
    """Ask further teams what the version that holds means for them; `send_to`: team → why it touches them."""
    version = locked(version)
    check_may_edit(by, version.organization)
    if StrategyVersion.objects.filter(number__gt=version.number).exists():
        raise OutOfTurn("A newer version holds. Ask the teams about that one.")
    if not send_to:
        raise NotSaid("Choose at least one team to ask.")
    asked = ask_teams(version, send_to, day_of(now, version.organization))
    if not asked:
        raise AlreadyThere("These teams were asked already.")
    record("strategy.sent", by=by, about=version, now=now, asked=asked)
    return version


@verb
def serve_strategy(*, objective: Objective, line: StrategyLine | None, by: Person | None, now: datetime) -> Objective:
    """Say which line of the strategy an objective serves; None: no line by itself."""
    if line and line.ended_in and line.pk != objective.serves_id:
        raise AlreadyClosed(f"“{line}” was taken out in version {line.ended_in}. Choose a line that stands.")
    return change_objective(objective=objective, serves=line, by=by, now=now)


def check_may_edit(by: Person | None, organization: Organization) -> None:
    if not policy.may_edit_strategy(by, organization):
        raise NotAllowed(f"Leaders write the strategy. Ask {whom_to_ask()}.")


def held(organization: Organization) -> StrategyVersion:
    """The version that holds (number 0 before the first), while nobody else can publish."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    found: StrategyVersion | None = StrategyVersion.objects.order_by("-number").first()
    return found or StrategyVersion(organization=organization, number=0)


def checked(lines: Sequence[Line]) -> list[Line]:
    """The lines that say something, on one line each, section by section."""
    told = [Line(line.id, line.section, " ".join(line.text.split())) for line in lines]
    written = [line for section in Section.values for line in told if line.section == section and line.text]
    if not written:
        raise NotSaid("Write at least one line: what the organization is for.")
    if len(written) > MOST_LINES:
        raise NotSaid(f"Keep the page to {MOST_LINES} lines; it has {len(written)}. What is on it should be remembered.")
    for line in written:
        worded(line.text, "Write the line, or take it out.", limit=MOST_CHARACTERS)
    return written


def put_down(written: Sequence[Line], before: StrategyVersion, number: int) -> list[dict[str, object]]:
    """Bring the rows up to the text; the page as the version keeps it."""
    known = {row.pk: row for row in StrategyLine.objects.filter(pk__in=[line.id for line in written if line.id])}
    page: list[dict[str, object]] = []
    for position, line in enumerate(written):
        row = known.pop(line.id or 0, None) or StrategyLine(organization_id=before.organization_id, since=number)
        row.section, row.text, row.position, row.ended_in = line.section, line.text, position, None
        row.save()
        page.append({"id": row.pk, "section": row.section, "text": row.text})
    StrategyLine.objects.filter(ended_in=None).exclude(pk__in=[line["id"] for line in page]).update(ended_in=number)
    return page


def ask_teams(version: StrategyVersion, send_to: Mapping[int, str], today: date) -> list[int]:
    """Ask the teams that were not asked about this version yet; the numbers of the questions."""
    known = StrategyImpact.objects.filter(version=version).values("team_id")
    teams = Team.objects.filter(pk__in=send_to).exclude(pk__in=known).order_by("pk")
    questions = [
        StrategyImpact(
            organization_id=version.organization_id, version=version, team=team, because=send_to[team.pk][:500], asked_on=today
        )
        for team in teams
    ]
    asked = [impact.pk for impact in StrategyImpact.objects.bulk_create(questions)]
    if asked and not version.is_sent:
        version.is_sent = True
        version.save(update_fields=["is_sent"])
    return asked
