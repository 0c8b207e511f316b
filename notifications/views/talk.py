"""Doors to comments: what was said about a thing, and one's own words. A room mounts `comments` below its things' addresses."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notifications import policy
from notifications.actions.comments import edit_comment, post_comment, read_mention, refusal, remove_comment
from notifications.forms import CommentForm
from notifications.models import Comment, Mention
from notifications.reads import MOST, talk_about_row
from notifications.threads import Thread, threads
from organizations.actions.drafts import drop_draft
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.reads.drafts import find_draft, saved_words
from organizations.refusals import NotSaid
from organizations.verbs import day_of

FEW = 5  # comments below a row of a list


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: MemberRequest, pk: int, about: str) -> HttpResponse:
    """What was said about the row with this number, and a form for more; a fragment where it stands beside the row."""
    thread = threads[about]
    row = found(thread, pk)
    form = CommentForm(request.POST or None) if request.method == "POST" else None
    if form and form.is_valid() and posted(request, row, form):
        drop_draft(person=request.person, form=draft_name(thread, row))
        if not request.headers.get("HX-Request") or request.headers.get("X-In-Place"):
            return redirect(thread.comments, request.person.organization.slug, pk)
        form = None
    return answer(request, thread, row, form)


def posted(request: MemberRequest, row: Any, form: CommentForm) -> bool:
    """Whether the words went in; a name that fits nobody, or several, is asked about at the field."""
    said = form.cleaned_data
    try:
        told = [said["told"]] if said["told"] else []
        post_comment(about=row, text=said["text"], told=told, by=request.person, now=timezone.now())
    except NotSaid as problem:
        form.add_error("text", str(problem))
        return False
    return True


def draft_name(thread: Thread, row: Any) -> str:
    """Under which name words about this row that were not sent are kept."""
    return f"comment:{thread.label.lower().replace('.', '_')}_{row.pk}"


def begun(request: MemberRequest, thread: Thread, row: Any) -> tuple[CommentForm, str]:
    """The form with what was typed and not sent, and when that was kept."""
    draft = find_draft(person=request.person, form=draft_name(thread, row))
    if draft is None:
        return CommentForm(), ""
    return CommentForm(initial=draft.fields), saved_words(draft.saved_at, request.person) if draft.fields.get("text") else ""


def answer(request: MemberRequest, thread: Thread, row: Any, form: CommentForm | None = None) -> HttpResponse:
    """The thread with the form, with what was begun where no other is given; beside a row of a list only the newest of it."""
    now, organization = timezone.now(), request.person.organization
    most = FEW if is_in_list(request) else MOST
    form, saved = (form, "") if form else begun(request, thread, row)
    values = {
        "title": thread.title(row),
        "path": thread.path(row),
        "says": thread.says(row),
        "here": reverse(thread.comments, args=[organization.slug, row.pk]),
        "talk": talk_about_row(thread.label, row.pk, request.person, now, Asked(request.GET).number("before"), most=most),
        "form": form,
        "row": row,
        "draft": draft_name(thread, row),
        "saved": saved,
        "in_list": is_in_list(request),
        "may": policy.may_comment(request.person),
        "today": day_of(now, organization),
    }
    name = "_thread" if request.headers.get("HX-Request") else "thread"
    return render(request, f"notifications/comments/{name}.html", values, status=422 if form.errors else 200)


def is_in_list(request: MemberRequest) -> bool:
    """Whether the thread is to stand below a row of a list, in its slot, and not on a page of its own."""
    return "X-In-Place" in request.headers


def found(thread: Thread, pk: int) -> Any:
    row = thread.find(pk)
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def editing(request: MemberRequest, pk: int) -> HttpResponse:
    """One's own words once more, for three days."""
    comment = get_object_or_404(Comment.objects.select_related("author"), pk=pk)
    if not policy.may_edit_comment(request.person, comment, timezone.now()):
        raise refusal(comment, request.person)
    form = CommentForm(request.POST or None, initial={"text": comment.text})
    if request.method == "POST" and form.is_valid():
        try:
            edit_comment(comment=comment, text=form.cleaned_data["text"], by=request.person, now=timezone.now())
        except NotSaid as problem:
            form.add_error("text", str(problem))
        else:
            return redirect(page_of(request, comment))
    values = {"comment": comment, "form": form, "back": page_of(request, comment)}
    return render(request, "notifications/comments/edit.html", values, status=422 if form.errors else 200)


@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """The line stays, the words go."""
    comment = get_object_or_404(Comment.objects.select_related("author"), pk=pk)
    remove_comment(comment=comment, by=request.person, now=timezone.now())
    return redirect(page_of(request, comment))


def page_of(request: MemberRequest, comment: Comment) -> str:
    """Where the comment is read; the front of the organization when what it was about has gone."""
    slug, thread = request.person.organization.slug, threads.get(comment.about_type)
    return reverse(thread.comments, args=[slug, comment.about_id]) if thread else f"/{slug}/"


@require_safe
def mention(request: MemberRequest, pk: int) -> HttpResponse:
    """Where somebody is named: the comment in its thread; below a row of a list, the thread itself."""
    comment = get_object_or_404(Mention.objects.select_related("comment"), pk=pk).comment
    thread = threads.get(comment.about_type)
    if thread is None:
        raise Http404
    if request.headers.get("HX-Request"):
        return answer(request, thread, found(thread, comment.about_id))
    return redirect(f"{page_of(request, comment)}#comment-{comment.pk}")


@require_POST
def reading(request: MemberRequest, pk: int) -> HttpResponse:
    """Read, and nothing to answer."""
    mention = get_object_or_404(Mention.objects.select_related("comment", "person"), pk=pk)
    read_mention(mention=mention, by=request.person, now=timezone.now())
    return redirect(page_of(request, mention.comment))
