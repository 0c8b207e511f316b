"""Doors: promise something or ask somebody to, answer to that, and say that it is done for you."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accountability import actions
from accountability.forms import AnswerForm, PromiseForm, ReceiptForm
from accountability.models import Commitment
from accountability.reads.commitment import may_answer, may_confirm
from accountability.reads.starting import start_of
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.refusals import AlreadyThere, ChangedMeanwhile, NotAllowed, NotSaid
from organizations.toasts import tell
from organizations.verbs import day_of
from organizations.views.gates import for_writers

SAID_BACK = (NotSaid, ChangedMeanwhile, AlreadyThere)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_new(request: MemberRequest) -> HttpResponse:
    """The form, about what the reader came from: in a dialog of any page, or as a page of its own."""
    form = PromiseForm(request.POST if request.method == "POST" else None, initial=start_of(Asked(request.GET), request.person))
    if request.method == "POST" and form.is_valid():
        try:
            commitment = promise(request, form)
        except (NotSaid, NotAllowed) as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("accountability:commitment", request.person.organization.slug, commitment.pk)
    name = "_form" if request.headers.get("HX-Request") else "new"
    status = 422 if form.errors else 200
    values = {"form": form, "today": day_of(timezone.now(), request.person.organization)}
    return render(request, f"accountability/commitments/{name}.html", values, status=status)


def promise(request: MemberRequest, form: PromiseForm) -> Commitment:
    """One's own is promised; what is named as somebody else's is asked of them."""
    said, by = dict(form.cleaned_data), request.person
    day, owner = said.pop("due_on"), said.pop("owner") or by
    common: dict[str, Any] = {**said, "organization": by.organization, "owner": owner, "by": by, "now": timezone.now()}
    if owner.pk == by.pk:
        made = actions.make_commitment(due_on=day, **common)
        tell(request, f"“{made}” is promised")
        return made
    asked = actions.ask_for_commitment(asked_for_on=day, **common)
    tell(request, f"{owner} is asked, and says yes, no, or another day")
    return asked


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Yes, no or another day of the doer; and what the asker says to the other day."""
    commitment = found(request, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, commitment=commitment)
    if request.method == "POST" and form.is_valid():
        try:
            tell(request, answered(request, commitment, form))
        except SAID_BACK as problem:
            return said_back(request, "answer", commitment, form, problem)
        return redirect("accountability:commitment", request.person.organization.slug, pk)
    return shown(request, "answer", commitment, form)


def answered(request: MemberRequest, commitment: Commitment, form: AnswerForm) -> str:
    """One verb for each answer; the sentence that says what it did."""
    said = form.cleaned_data
    common: dict[str, Any] = {"commitment": commitment, "by": request.person, "now": timezone.now(), "seen": said["seen"]}
    if said["answer"] == "accept":
        return f"“{actions.accept_commitment(**common)}” is promised"
    if said["answer"] == "take":
        return f"“{actions.take_offer(**common)}” is promised for the day that was offered"
    if said["answer"] == "counter":
        actions.counter_commitment(offered_on=form.day_said, note=said["reason"], **common)
        return f"{commitment.asked_by or 'Whoever asked'} hears of the day that you offer"
    if said["answer"] == "again":
        actions.ask_again(asked_for_on=form.day_said, **common)
        return f"{commitment.owner} is asked for that day"
    if said["answer"] == "decline":
        return f"“{actions.decline_commitment(reason=said['reason'], **common)}” is declined"
    return f"“{actions.drop_commitment(reason=said['reason'], agreed_by=request.person, **common)}” is taken back"


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: MemberRequest, pk: int) -> HttpResponse:
    """The receiver has it, or sends it back."""
    commitment = found(request, pk)
    form = ReceiptForm(request.POST if request.method == "POST" else None, commitment=commitment)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        common: dict[str, Any] = {"commitment": commitment, "by": request.person, "now": timezone.now(), "seen": said["seen"]}
        try:
            if said["receipt"] == "confirm":
                actions.confirm_commitment(**common)
                tell(request, f"“{commitment}” is confirmed")
            else:
                actions.send_back_commitment(reason=said["reason"], **common)
                tell(request, f"“{commitment}” goes back to {commitment.owner}")
        except SAID_BACK as problem:
            return said_back(request, "receipt", commitment, form, problem)
        return redirect("accountability:commitment", request.person.organization.slug, pk)
    return shown(request, "receipt", commitment, form)


def found(request: MemberRequest, pk: int) -> Commitment:
    """The row with its people; 404 for what is private to others."""
    rows = Commitment.seen_by(request.person).select_related("organization", "owner", "team", "asked_by", "receiver", "objective")
    row: Commitment = get_object_or_404(rows, pk=pk)
    return row


def said_back(request: MemberRequest, name: str, commitment: Commitment, form: Any, problem: Exception) -> HttpResponse:
    """What was typed, with why it did not go through; where somebody was faster, at what stands there now."""
    if isinstance(problem, ChangedMeanwhile):
        commitment, kind = found(request, commitment.pk), type(form)
        data = {name: form.data.get(name, "") for name in ("day", "reason")}
        form = kind(data | {"seen": kind(commitment=commitment).initial["seen"]}, commitment=commitment)
        form.errors.clear()
    form.add_error(None, str(problem))
    return shown(request, name, commitment, form, status=getattr(problem, "status_code", 422))


def shown(request: MemberRequest, name: str, commitment: Commitment, form: Any, status: int = 0) -> HttpResponse:
    may = (may_confirm if name == "receipt" else may_answer)(commitment, request.person)
    today = day_of(timezone.now(), request.person.organization)
    values = {"commitment": commitment, "form": form, "may": may, "today": today}
    template = f"accountability/commitments/{'_' if request.headers.get('HX-Request') else ''}{name}.html"
    return render(request, template, values, status=status or (422 if form.errors else 200))
