"""Doors: a leader writes the next version of the strategy, looks at what it changes, publishes it and sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alignment.actions.strategy import check_may_edit, publish_strategy, send_strategy
from alignment.differences import lines_in
from alignment.forms.strategy import PublishForm, TeamsForm, based_on, faults, posted_lines, rearranged
from alignment.models import StrategyVersion
from alignment.models.strategy import DRAFT
from alignment.reads.strategy import changes_between
from alignment.reads.strategy_editing import Editing, editing
from alignment.reads.strategy_versions import grouped
from alignment.reads.touched import touched_teams
from organizations.actions.drafts import drop_draft, keep_draft
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.reads.drafts import find_draft
from organizations.refusals import AlreadyThere, NotSaid


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest) -> HttpResponse:
    """The whole page as one form. Each button keeps the draft, so nothing is lost between two of them."""
    person = request.person
    check_may_edit(person, person.organization)
    step = request.POST.get("do", "")
    if request.method != "POST":
        return form_page(request, editing(person))
    if step == "discard":
        drop_draft(person=person, form=DRAFT)
        messages.info(request, "The draft is gone; the strategy stands as it was published")
        return redirect("alignment:strategy", person.organization.slug)
    at = keep(request, step)
    page = editing(person)
    if request.headers.get("HX-Request"):
        return render(request, "alignment/strategy/_kept.html", {"editing": page}, status=409 if page.is_stale else 200)
    if page.is_stale:
        return form_page(request, page, status=409)
    if step == "review":
        return onwards(request, page)
    place = reverse("alignment:strategy_edit", args=[person.organization.slug])
    return redirect(f"{place}?at={at}" if at is not None else place)  # the line has the focus: the browser scrolls to it


def keep(request: MemberRequest, step: str) -> int | None:
    """Keep what stands in the form, after what its button did to it; the place of the line to go on with."""
    published: StrategyVersion | None = StrategyVersion.objects.order_by("-number").first()
    lines, at = rearranged(posted_lines(request.POST), step, lines_in(published.lines) if published else [])
    fields = {"based_on": based_on(request.POST), "lines": [asdict(line) for line in lines]}
    keep_draft(person=request.person, form=DRAFT, fields=fields, now=timezone.now())
    return at


def onwards(request: MemberRequest, page: Editing) -> HttpResponse:
    """To the last look before publishing, if nothing stands in the way."""
    found = faults(page.lines)
    if found:
        return form_page(request, page, found, status=422)
    return redirect("alignment:strategy_publish", request.person.organization.slug)


def form_page(request: MemberRequest, page: Editing, found: Mapping[int, str] | None = None, *, status: int = 200) -> HttpResponse:
    at = Asked(request.GET).text("at", limit=4)
    values = {"editing": page, "sections": page.sections(found or {}), "faults": found, "at": int(at) if at.isdecimal() else None}
    return render(request, "alignment/strategy/edit.html", values, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: MemberRequest) -> HttpResponse:
    """The last look: what changes, why, and which teams are asked what it means for them."""
    person = request.person
    check_may_edit(person, person.organization)
    page = editing(person)
    if page.is_stale:
        return form_page(request, page, status=409)
    if found := faults(page.lines):
        return form_page(request, page, found, status=422)
    changes = page.changes
    if request.method == "POST" and not page.draft:
        messages.info(request, f"Version {page.number} is published" if page.number else "There is nothing to publish yet")
        return redirect("alignment:strategy", person.organization.slug)
    form = PublishForm(request.POST or None, touched=touched_teams(changes) if page.number else [], current=page.current)
    has_moved = request.method == "POST" and request.POST.get("seen") != page.seen
    if request.method == "POST" and not has_moved and form.is_valid() and put_out(request, page, form):
        return redirect("alignment:strategy", person.organization.slug)
    values = {"editing": page, "changes": grouped(changes), "form": form, "has_moved": has_moved}
    return render(request, "alignment/strategy/publish.html", values, status=409 if has_moved else 422 if form.errors else 200)


def put_out(request: MemberRequest, page: Editing, form: PublishForm) -> bool:
    send_to = form.send_to() if request.POST.get("do") == "send" else {}
    try:
        version = publish_strategy(
            organization=request.person.organization,
            lines=page.lines,
            based_on=page.number,
            why=form.cleaned_data["why"],
            send_to=send_to,
            by=request.person,
            now=timezone.now(),
        )
    except NotSaid as problem:
        form.add_error(None, str(problem))
        return False
    asked = f"; {len(send_to)} team{'s are' if len(send_to) > 1 else ' is'} asked what it means for them" if send_to else ""
    messages.info(request, f"Version {version.number} is published{asked}")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask teams about a version that is published already."""
    version = get_object_or_404(StrategyVersion.objects.select_related("organization", "by"), pk=pk)
    check_may_edit(request.person, version.organization)
    former = StrategyVersion.objects.filter(number=version.number - 1).first()
    asked = set(version.impacts.values_list("team_id", flat=True))
    touched = [row for row in touched_teams(changes_between(former, version) if former else []) if row.team.pk not in asked]
    form = TeamsForm(request.POST if request.method == "POST" else None, touched=touched)
    if request.method == "POST" and form.is_valid():
        try:
            send_strategy(version=version, send_to=form.send_to(), by=request.person, now=timezone.now())
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, "The teams are asked what it means for them")
            return redirect("alignment:strategy_version", version.organization.slug, version.pk)
    return render(request, "alignment/strategy/send.html", {"version": version, "form": form}, status=422 if form.errors else 200)


@require_POST
def again(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin a draft with the words of an earlier version."""
    version = get_object_or_404(StrategyVersion, pk=pk)
    person = request.person
    check_may_edit(person, person.organization)
    if find_draft(person=person, form=DRAFT):
        raise AlreadyThere("You have begun to write the next version. Publish or discard your draft first, so that it is not lost.")
    newest = StrategyVersion.objects.order_by("-number").values_list("number", flat=True).first()
    keep_draft(person=person, form=DRAFT, fields={"based_on": newest, "lines": version.lines}, now=timezone.now())
    return redirect("alignment:strategy_edit", person.organization.slug)
