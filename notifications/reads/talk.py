"""Looks: what was said about a thing, oldest first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from notifications import policy
from notifications.models import Comment, Mention
from notifications.threads import threads
from organizations.models import Person

MOST = 50


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as its reader sees it."""

    comment: Comment
    people: list[Person]  # who is named in it
    may_edit: bool
    may_remove: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """The newest comments on a thing, in the order in which they were said."""

    lines: list[Said]
    before: int | None  # where an earlier page begins


def talk_about_row(label: str, pk: int, reader: Person, now: datetime, before: int | None = None, *, most: int = MOST) -> Talk:
    """Two queries, however much was said; `before` is the comment that an earlier page ends at."""
    rows: Any = Comment.objects.filter(about_type=label, about_id=pk)
    rows = rows.filter(pk__lt=before) if before else rows
    found = list(rows.select_related("author").prefetch_related("mentions__person").order_by("-id")[: most + 1])
    lines = [line_of(comment, reader, now) for comment in reversed(found[:most])]
    return Talk(lines, found[most - 1].pk if len(found) > most else None)


def line_of(comment: Comment, reader: Person, now: datetime) -> Said:
    people = [mention.person for mention in comment.mentions.all()]
    return Said(comment, people, policy.may_edit_comment(reader, comment, now), policy.may_remove_comment(reader, comment, now))


def comment_counts(label: str, pks: Collection[int]) -> dict[int, int]:
    """How many comments each of these has; one query."""
    rows = Comment.objects.filter(about_type=label, about_id__in=list(pks), removed_at=None).order_by()
    return dict(rows.values_list("about_id").annotate(number=Count("id")))


def mentions_owed(person: Person) -> Any:
    """What names this person and waits for them: neither answered where it was said, nor said to be read. With its comment.

    Opening the page alone does not take it away: who looks in between two meetings still has to come back.
    """
    waiting = Mention.objects.filter(person=person, read_at=None, comment__removed_at=None, comment__about_type__in=list(threads))
    return waiting.exclude(comment__author=person)
