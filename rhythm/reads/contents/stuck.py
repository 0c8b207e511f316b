"""What is stuck, in a meeting: what of the group's work it is, for how long, and who can clear it; the longest first."""

from __future__ import annotations

from django.db.models import Q

from decisions.models import Blocker, DecisionState
from decisions.reads.blockers import OPEN, blocker_row, with_rows
from rhythm.reads.candidates import stuck_in
from rhythm.reads.contents.rows import MOST, Group, Place, Row, about, called, put


def stuck(place: Place, heading: str = "Stuck") -> Group:
    """Two queries, and one more where there is more than a room reads; what waits on an open decision stands with those."""
    ours = stuck_in(place.scope) & ~Q(decision__state=DecisionState.PROPOSED)
    found = with_rows(Blocker.objects.filter(OPEN)).filter(ours | Q(pk__in=place.ids_about(Blocker))).order_by("stuck_since", "id")
    rows = [put(place, row_of(one, place)) for one in found[: MOST + 1]]
    more = max(0, len(rows) - MOST) and found.count() - MOST
    return Group(heading, rows[:MOST], more, page="decisions:blockers", asks=place.team_asks)


def row_of(blocker: Blocker, place: Place) -> Row:
    line = blocker_row(blocker, place.today)
    is_long = line.is_late or line.days > 5
    return Row(
        about=about(blocker),
        title=blocker.title,
        mark=line.mark,
        word=line.word,
        figure=called(line.days, "working day") if line.days else "since today",
        tone="off" if is_long else "",
        words=f"“{line.stuck}” is stuck",
        who=line.owner,
        page="decisions:blocker",
        pk=blocker.pk,
        more={"day": line.due_on, "promised_by": line.is_promised},
    )
