"""Verbs: people talk about a thing; what was said is changed or taken back by its writer within three days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from notifications import policy
from notifications.mentions import people_named_in
from notifications.models import Comment, Mention
from notifications.threads import threads
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, NotAllowed
from organizations.verbs import locked, worded

LONGEST = 4000


@verb
def post_comment(*, about: Any, text: str, by: Person, now: datetime, told: Iterable[Person] = ()) -> Comment:
    """Say something about a row; everybody named in it hears of it, and so do those in `told`.

    What named the writer there before is answered with it.
    """
    if not policy.may_comment(by):
        raise NotAllowed("You read everything here and write nothing. Ask an admin if that should be otherwise.")
    text = worded(text, "Write what you want to say.", limit=LONGEST)
    people = [*people_named_in(text), *told]
    last = Comment.objects.filter(about_type=about._meta.label, about_id=about.pk).order_by("-id").first()
    if last is not None and (last.author_id, last.text, last.removed_at) == (by.pk, text, None):
        said: Comment = last  # the same words a second time are the same button pressed twice
        return said
    comment: Comment = Comment.objects.create(
        organization_id=about.organization_id,
        about_type=about._meta.label,
        about_id=about.pk,
        author=by,
        text=text,
        at=now,
    )
    waiting = Mention.objects.filter(person=by, read_at=None, comment__about_type=comment.about_type)
    waiting.filter(comment__about_id=comment.about_id).update(read_at=now)
    record("comment.posted", by=by, about=about, now=now, comment=comment.pk, mentions=mention(comment, people))
    return comment


@verb
def read_mention(*, mention: Mention, by: Person, now: datetime) -> Mention:
    """Whoever is named says that they have read it, and have nothing to answer. A second time changes nothing."""
    if not policy.may_read_mention(by, mention):
        raise NotAllowed(f"Only {mention.person.name} says that this is read.")
    mention = locked(mention)
    if mention.read_at is None:
        mention.read_at = now
        mention.save(update_fields=["read_at"])
        comment = mention.comment
        thread = threads.get(comment.about_type)
        row = thread.find(comment.about_id) if thread else None
        record("comment.read", by=by, about=row or by, now=now, comment=comment.pk)
    return mention


@verb
def edit_comment(*, comment: Comment, text: str, by: Person, now: datetime) -> Comment:
    """Other words; who is named in them and was not before hears of it."""
    comment = locked(comment)
    if not policy.may_edit_comment(by, comment, now):
        raise refusal(comment, by)
    text = worded(text, "Write what you want to say, or remove the comment.", limit=LONGEST)
    if text != comment.text:
        new = mention(comment, people_named_in(text))
        comment.text, comment.edited_at = text, now
        comment.save(update_fields=["text", "edited_at"])
        record("comment.edited", by=by, about=by, now=now, comment=comment.pk, mentions=new)
    return comment


@verb
def remove_comment(*, comment: Comment, by: Person, now: datetime) -> Comment:
    """The line stays, so that answers to it make sense; its words are gone for good."""
    comment = locked(comment)
    if not policy.may_remove_comment(by, comment, now):
        raise refusal(comment, by)
    if comment.removed_at is None:
        comment.text, comment.removed_at = "", now
        comment.save(update_fields=["text", "removed_at"])
        comment.mentions.all().delete()
        record("comment.removed", by=by, about=by, now=now, comment=comment.pk)
    return comment


def mention(comment: Comment, people: Iterable[Person]) -> list[int]:
    """Note who is named; returns the ids of those who were not before, never the writer's own."""
    known = set(comment.mentions.values_list("person_id", flat=True))
    new = [pk for pk in dict.fromkeys(person.pk for person in people) if pk not in known and pk != comment.author_id]
    Mention.objects.bulk_create(Mention(organization_id=comment.organization_id, comment=comment, person_id=pk) for pk in new)
    return new


def refusal(comment: Comment, by: Person) -> NotAllowed | AlreadyClosed:
    if comment.removed_at is not None:
        return AlreadyClosed("This comment was removed. Write a new one.")
    if comment.author_id != by.pk:
        return NotAllowed(f"Only {comment.author.name} changes this comment. Answer it instead.")
    return AlreadyClosed("After three days a comment stays as it is: others have answered to it. Write a new one.")
