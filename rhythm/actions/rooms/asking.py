"""Verbs: the room is asked whether it can live with a proposal, and writes in silence before anybody speaks."""

from __future__ import annotations

from datetime import datetime

from organizations.logbook import verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, NotSaid, OutOfTurn
from organizations.verbs import worded
from rhythm.actions.rooms.acts import changed, led, taken_part_in
from rhythm.models import Consent, Meeting, Poll, PollAnswer, Writing, WrittenLine


@verb
def ask_room(*, meeting: Meeting, question: str, by: Person | None, now: datetime) -> Poll:
    """Can you live with it? One question at a time: an open one is closed by the next."""
    run = led(meeting, by=by)
    question = worded(question, "Say what is proposed, in one sentence.", limit=500)
    Poll.objects.filter(meeting=run.meeting, closed_at=None).update(closed_at=now)
    poll: Poll = Poll.objects.create(
        organization_id=run.organization_id, meeting=run.meeting, item=run.item, question=question, asked_by=by, opened_at=now
    )
    changed(run, "now")
    return poll


@verb
def answer_poll(*, poll: Poll, answer: str, by: Person, now: datetime, concern: str = "") -> PollAnswer:
    """Yes, yes with a concern, or no; changed until the question is closed. A concern and a no say what they are about."""
    run = taken_part_in(poll.meeting, by=by, now=now)
    poll = Poll.objects.select_for_update(of=("self",), no_key=True).get(pk=poll.pk)
    if poll.closed_at is not None:
        raise AlreadyClosed("The question is closed. Say what you think aloud, or raise it as an issue.")
    if answer not in Consent.values:
        raise NotSaid("Say yes, yes with a concern, or no.")
    concern = concern.strip()
    if answer != Consent.YES and not concern:
        raise NotSaid("Say what your concern is, in one line, so that the room can answer it.")
    if len(concern) > 500:
        raise NotSaid("Shorten your concern to 500 characters.")
    given: PollAnswer
    given, _ = PollAnswer.objects.update_or_create(
        poll=poll,
        person=by,
        defaults={"answer": answer, "concern": concern if answer != Consent.YES else "", "at": now},
        create_defaults={
            "organization_id": run.organization_id,
            "answer": answer,
            "concern": concern if answer != Consent.YES else "",
            "at": now,
        },
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
