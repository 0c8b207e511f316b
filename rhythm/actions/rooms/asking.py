"""Verbs: the room is asked whether it can live with a proposal or how sure it is, and writes in silence before anybody speaks."""

from __future__ import annotations

from datetime import datetime

from organizations.logbook import verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, NotSaid, OutOfTurn
from organizations.verbs import worded
from rhythm.actions.rooms.acts import changed, led, taken_part_in
from rhythm.models import Confidence, Consent, Meeting, Poll, PollAnswer, PollKind, Writing, WrittenLine

# What can be answered, and what is said where it is something else; who is not sure says why.
ANSWERS = {
    PollKind.CONSENT: (Consent.values, "Say yes, yes with a concern, or no."),
    PollKind.CONFIDENCE: (Confidence.values, "Say how sure you are, one to five."),
}
WITH_A_REASON = {Consent.CONCERN, Consent.NO, Confidence.ONE, Confidence.TWO}


@verb
def ask_room(*, meeting: Meeting, question: str, by: Person | None, now: datetime, kind: str = PollKind.CONSENT) -> Poll:
    """Can you live with it, or how sure are you? One question at a time: an open one is closed by the next."""
    run = led(meeting, by=by)
    if kind not in PollKind.values:
        raise NotSaid("Ask whether all can live with it, or how sure they are.")
    question = worded(question, "Say what is proposed, in one sentence.", limit=500)
    Poll.objects.filter(meeting=run.meeting, closed_at=None).update(closed_at=now)
    poll: Poll = Poll.objects.create(
        organization_id=run.organization_id,
        meeting=run.meeting,
        kind=kind,
        segment=run.segment,
        item=run.item,
        question=question,
        asked_by=by,
        opened_at=now,
    )
    changed(run, "now")
    return poll


@verb
def answer_poll(*, poll: Poll, answer: str, by: Person, now: datetime, concern: str = "") -> PollAnswer:
    """One of the answers of its kind; changed until the question is closed. A concern, a no, a one and a two say why."""
    run = taken_part_in(poll.meeting, by=by, now=now)
    poll = Poll.objects.select_for_update(of=("self",), no_key=True).get(pk=poll.pk)
    if poll.closed_at is not None:
        raise AlreadyClosed("The question is closed. Say what you think aloud, or raise it as an issue.")
    answers, ask = ANSWERS[PollKind(poll.kind)]
    if answer not in answers:
        raise NotSaid(ask)
    concern = concern.strip() if answer in WITH_A_REASON else ""
    if answer in WITH_A_REASON and not concern:
        raise NotSaid("Say what your concern is, in one line, so that the room can answer it.")
    if len(concern) > 500:
        raise NotSaid("Shorten your concern to 500 characters.")
    said = {"answer": answer, "concern": concern, "at": now}
    given: PollAnswer
    given, _ = PollAnswer.objects.update_or_create(
        poll=poll, person=by, defaults=said, create_defaults=said | {"organization_id": run.organization_id}
    )
    changed(run, "now", whose=[by.pk])
    return given


@verb
def close_poll(*, poll: Poll, by: Person | None, now: datetime) -> Poll:
    """No more answers; what was said stays in sight."""
    run = led(poll.meeting, by=by)
    Poll.objects.filter(pk=poll.pk, closed_at=None).update(closed_at=now)
    changed(run, "now")
    return poll


@verb
def open_writing(*, meeting: Meeting, question: str, by: Person | None, now: datetime) -> Writing:
    """Everybody writes for themselves; nothing is seen until all is shown at once."""
    run = led(meeting, by=by)
    writing: Writing = Writing.objects.create(
        organization_id=run.organization_id,
        meeting=run.meeting,
        segment=run.segment,
        item=run.item,
        question=worded(question, "Say what everybody writes about.", limit=500),
        opened_at=now,
    )
    changed(run, "now")
    return writing


@verb
def write_line(*, writing: Writing, text: str, key: str, by: Person, now: datetime) -> WrittenLine:
    """One thought; sent twice it is there once."""
    run = taken_part_in(writing.meeting, by=by, now=now)
    writing.refresh_from_db(fields=["shown_at"])
    if writing.shown_at is not None:
        raise AlreadyClosed("All lines are shown already. Say it aloud, or capture it as a note.")
    text = worded(text, "Write a line.", limit=500)
    line: WrittenLine
    line, _ = WrittenLine.objects.get_or_create(
        writing=writing, key=key[:40], defaults={"organization_id": run.organization_id, "person": by, "text": text, "at": now}
    )
    changed(run, "now", whose=[by.pk])
    return line


@verb
def show_writing(*, writing: Writing, by: Person | None, now: datetime) -> Writing:
    """All lines at once, with their names."""
    run = led(writing.meeting, by=by)
    if writing.shown_at is not None:
        raise OutOfTurn("All lines are shown already.")
    writing.shown_at = now
    writing.save(update_fields=["shown_at"])
    changed(run, "now")
    return writing
