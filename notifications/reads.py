"""Looks: what was said about a thing, oldest first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from notifications import policy
from notifications.models import Comment
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


def talk_about_row(label: str, pk: int, reader: Person, now: datetime, before: int | None = None) -> Talk:
    """Two queries, however much was said; `before` is the comment that an earlier page ends at."""
    rows: Any = Comment.objects.filter(about_type=label, about_id=pk)
    rows = rows.filter(pk__lt=before) if before else rows
    found = list(rows.select_related("author").prefetch_related("mentions__person").order_by("-id")[: MOST + 1])
    return Talk(
        [line_of(comment, reader, now) for comment in reversed(found[:MOST])], found[MOST - 1].pk if len(found) > MOST else None
    )


def line_of(comment: Comment, reader: Person, now: datetime) -> Said:
    people = [mention.person for mention in comment.mentions.all()]
    return Said(comment, people, policy.may_edit_comment(reader, comment, now), policy.may_remove_comment(reader, comment, now))


def comment_counts(label: str, pks: Collection[int]) -> dict[int, int]:
    """How many comments each of these has; one query."""
    rows = Comment.objects.filter(about_type=label, about_id__in=list(pks), removed_at=None).order_by()
    return dict(rows.values_list("about_id").annotate(number=Count("id")))
