"""Doors: something is said to be stuck; its owner answers in one click; it is changed, withdrawn, opened again, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from decisions import policy
from decisions.actions import (
    change_blocker,
    clear_blocker,
    hand_on_blocker,
    promise_blocker,
    raise_blocker,
    reopen_blocker,
    withdraw_blocker,
)
from decisions.actions.blockers import check_may_change, check_may_reopen, check_may_withdraw, held
from decisions.blocking import this_friday
from decisions.clocks import day_of_blocker
from decisions.forms import BlockerAnswerForm, BlockerChangeForm, BlockerForm, BlockerReasonForm
from decisions.forms.blockers import stored_of
from decisions.models import Blocker, BlockerState
from decisions.reads.blockers import RELATED
from decisions.reads.stuck_on import started_from
from organizations.forms.conflicts import saved_by
from organizations.forms.once import key_once, once_token
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.refusals import AlreadyThere, NotAllowed, NotSaid, OutOfTurn
from organizations.toasts import tell
from organizations.views.gates import for_writers

METHODS = ["GET", "HEAD", "POST"]
BY_MISTAKE = "Said by mistake"


@for_writers
@require_http_methods(METHODS)
def blocker_new(request: MemberRequest) -> HttpResponse:
    """The form, about what the reader came from: in a dialog of any page, or as a page of its own."""
    said = request.POST if request.method == "POST" else request.GET
    started = started_from(Asked(said).text("about", limit=200))
    words = {"title": Asked(request.GET).text("title", limit=250)}  # what was written where the reader comes from
    form = BlockerForm(request.POST if request.method == "POST" else None, started=started, initial=words)
    if request.method == "POST" and form.is_valid():
        try:
            blocker = raise_once(request, form)
        except (NotSaid, NotAllowed) as problem:
            form.add_error(None, str(problem))
        else:
            tell(request, f"{blocker.owner.name} is told that “{blocker.stuck}” is stuck")
            return redirect("decisions:blocker", request.person.organization.slug, blocker.pk)
    values = {"form": form, "started": started, "once": once_token(request.POST or request.GET)}
    name = "_form" if request.headers.get("HX-Request") else "new"
    return render(request, f"decisions/blockers/{name}.html", values, status=422 if form.errors else 200)


def raise_once(request: MemberRequest, form: BlockerForm) -> Blocker:
    """A second press finds what the first one raised."""
    key = key_once(request.POST)
    there: Blocker | None = Blocker.objects.select_related(*RELATED).filter(key=key).first()
    if there is not None:
        return there
    person = request.person
    return raise_blocker(organization=person.organization, key=key, by=person, now=timezone.now(), **form.values)


@require_http_methods(METHODS)
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Cleared, cleared by a day, or somebody else's: a panel beside it and in My work, each answer one click."""
    blocker = found(pk)
    form = BlockerAnswerForm(request.POST if request.method == "POST" else None, blocker=blocker)
    if request.method == "POST" and form.is_valid():
        try:
            answered(request, blocker, form)
        except (NotSaid, AlreadyThere) as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("decisions:blocker", request.person.organization.slug, pk)
    is_open, person = blocker.state == BlockerState.OPEN, request.person
    values = {
        "blocker": blocker,
        "form": form,
        "may_promise": is_open and policy.may_promise_blocker(person, blocker),
        "may_clear": is_open and policy.may_clear_blocker(person, blocker),
        "friday": this_friday(day_of_blocker(blocker, timezone.now())),
    }
    name = "_answer" if request.headers.get("HX-Request") else "answer"
    return render(request, f"decisions/blockers/{name}.html", values, status=422 if form.errors else 200)


def answered(request: MemberRequest, blocker: Blocker, form: BlockerAnswerForm) -> None:
    """One verb for each answer, and the sentence that says what it did."""
    said, now = form.cleaned_data, timezone.now()
    common: dict[str, Any] = {"blocker": blocker, "by": request.person, "now": now}
    if said["answer"] == "cleared":
        clear_blocker(how=said["how"], **common)
        undo = reverse("decisions:blocker_undo", args=[request.person.organization.slug, blocker.pk])
        tell(request, f"“{blocker}” is cleared", undo=undo)
    elif said["answer"] == "hand_on":
        handed = hand_on_blocker(to=said["to"], reason=said["reason"], **common)
        tell(request, f"{handed.owner.name} clears “{blocker}” now, and its clock goes on")
    else:
        by_day = said["by_day"] if said["answer"] == "day" else this_friday(day_of_blocker(blocker, now))
        promise_blocker(promised_on=by_day, **common)
        tell(request, f"“{blocker}” is to be cleared by {by_day:%A} {by_day.day} {by_day:%B}")


@require_POST
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """The way back for whoever has cleared it today."""
    blocker = found(pk)
    is_own = blocker.state == BlockerState.CLEARED and blocker.ended_by_id == request.person.pk
    if not is_own or blocker.ended_on != day_of_blocker(blocker, timezone.now()):
        raise OutOfTurn(f"“{blocker}” was not cleared by you today. Open it again, and say what is stuck.")
    reopen_blocker(blocker=blocker, reason=BY_MISTAKE, by=request.person, now=timezone.now())
    messages.info(request, f"“{blocker}” is open again")
    return redirect("decisions:blocker", request.person.organization.slug, pk)


@require_http_methods(METHODS)
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Other words, another kind, another day that is hoped for."""
    with transaction.atomic():
        blocker = found(pk)
        if request.method == "POST":
            held(blocker, request.person)
            blocker = found(pk)
        else:
            check_may_change(blocker, request.person)
        form = BlockerChangeForm(request.POST or None, row=blocker, stored=stored_of(blocker))
        if request.method == "POST" and not form.clashes and form.is_valid():
            try:
                with transaction.atomic():
                    change_blocker(blocker=blocker, by=request.person, now=timezone.now(), **form.changes)
            except NotSaid as problem:
                form.add_error(None, str(problem))
            else:
                messages.info(request, "It is saved")
                return redirect("decisions:blocker", request.person.organization.slug, pk)
    if form.clashes:
        form.saved_by = saved_by(blocker, form.merge.clashing, but=request.person)
    status = 409 if form.clashes else 422 if form.errors else 200
    return render(request, "decisions/blockers/edit.html", {"blocker": blocker, "form": form}, status=status)


@require_http_methods(METHODS)
def withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """It is no blocker after all."""
    return with_reason(request, pk, (check_may_withdraw, withdraw_blocker), "withdrawal", "is withdrawn")


@require_http_methods(METHODS)
def reopening(request: MemberRequest, pk: int) -> HttpResponse:
    """Stuck again."""
    return with_reason(request, pk, (check_may_reopen, reopen_blocker), "reopening", "is open again")


def with_reason(request: MemberRequest, pk: int, does: tuple[Any, Any], name: str, done: str) -> HttpResponse:
    """Asks first whether the form that it shows can be sent."""
    blocker, (check, verb) = found(pk), does
    if request.method != "POST":
        check(blocker, request.person)
    form = BlockerReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            verb(blocker=blocker, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now())
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, f"“{blocker}” {done}")
            return redirect("decisions:blocker", request.person.organization.slug, pk)
    return render(
        request, f"decisions/blockers/{name}.html", {"blocker": blocker, "form": form}, status=422 if form.errors else 200
    )


def found(pk: int) -> Blocker:
    row: Blocker = get_object_or_404(Blocker.objects.select_related(*RELATED), pk=pk)
    return row
