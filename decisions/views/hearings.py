"""Doors: people are asked for some days, say what they think or vote, and it is closed; or who decides scores alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions import policy
from decisions.actions import answer_hearing, close_hearing, open_hearing
from decisions.actions.asking import working_days_after
from decisions.actions.changing import check_may_change
from decisions.actions.scoring import check_may_score, score_options
from decisions.forms import AnswerForm, HearingForm
from decisions.forms.hearings import ScoresForm
from decisions.models import UNDECIDED, Answer, Criterion, Decision, Hearing, Option, Way
from decisions.reads.hearings import ASKS, BY_CRITERIA, hearing_that_runs, hearings_of
from decisions.reads.owed import people_to_ask
from organizations.middleware import MemberRequest
from organizations.refusals import DatesOutOfOrder, NotSaid, OutOfTurn
from organizations.verbs import day_of

METHODS = ["GET", "HEAD", "POST"]
USUAL_DAYS = 2  # working days that people are asked for, when nobody says otherwise


def decision_of(pk: int) -> Decision:
    rows = Decision.objects.select_related("organization", "asked_by", "team")
    has_criteria = Exists(Criterion.objects.filter(decision=OuterRef("pk")))
    decision: Decision = get_object_or_404(rows.annotate(has_criteria=has_criteria), pk=pk)
    return decision


@require_safe
def hearings(request: MemberRequest, pk: int) -> HttpResponse:
    """What people were asked and said: a section of the decision's page, or a page."""
    decision, today = decision_of(pk), day_of(timezone.now(), request.person.organization)
    parts = hearings_of(decision, request.person, today)
    is_open, runs = decision.state in UNDECIDED, any(part.is_open for part in parts)
    is_to_score = is_open and not runs and decision.has_criteria  # type: ignore[attr-defined]
    values = {
        "decision": decision,
        "parts": parts,
        "today": today,
        "is_open": is_open,
        "may_ask": is_open and policy.may_change_decision(request.person, decision),
        "runs": runs,
        "may_score": is_to_score and policy.may_decide(request.person, decision),
        "has_scored": any(part.is_own for part in parts),
    }
    name = "_hearings" if request.headers.get("HX-Request") else "index"
    return render(request, f"decisions/hearings/{name}.html", values)


@require_http_methods(METHODS)
def hearing_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Asking everybody who is to be heard."""
    decision, today = decision_of(pk), day_of(timezone.now(), request.person.organization)
    if request.method != "POST":
        check_may_change(decision, request.person)
    usual = working_days_after(today, USUAL_DAYS)
    closes_on = min(usual, decision.need_by) if decision.need_by and decision.need_by >= today else usual
    form = HearingForm(request.POST or None, initial={"closes_on": closes_on, "way": Way.ADVICE, "is_hidden": True})
    if request.method == "POST" and form.is_valid():
        try:
            hearing = open_hearing(decision=decision, by=request.person, now=timezone.now(), **said_in(form))
        except NotSaid as problem:
            form.add_error("closes_on" if isinstance(problem, DatesOutOfOrder) else None, str(problem))
        else:
            count = hearing.answers.count()
            messages.info(request, f"{count} {'person is' if count == 1 else 'people are'} asked")
            return redirect("decisions:decision", request.person.organization.slug, decision.pk)
    values = {"decision": decision, "form": form, "people": people_to_ask(decision)}
    return render(request, "decisions/hearings/new.html", values, status=422 if form.errors else 200)


def said_in(form: HearingForm) -> dict[str, Any]:
    return form.cleaned_data | {"way": Way(form.cleaned_data["way"])}


@require_http_methods(METHODS)
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """One's own answer: a page, and a panel below the row of My work."""
    decision, today = decision_of(pk), day_of(timezone.now(), request.person.organization)
    hearing = hearing_that_runs(decision, today) or Hearing.of_others().filter(decision=decision).order_by("-id").first()
    if hearing is None:
        if request.method == "POST":
            raise OutOfTurn("Nobody is asked about this. Say what you think in a comment.")
        return redirect("decisions:decision_comments", request.person.organization.slug, decision.pk)
    own = Answer.objects.filter(hearing=hearing, person=request.person).prefetch_related("votes").first()
    options = list(Option.objects.filter(decision=decision).order_by("position", "id"))
    criteria = list(Criterion.objects.filter(decision=decision).order_by("position")) if hearing.way == Way.SCORE else []
    form = AnswerForm(request.POST or None, hearing=hearing, answer=own, options=options, criteria=criteria)
    if request.method == "POST" and form.is_valid() and is_said(request, hearing, form):
        return redirect("decisions:decision", request.person.organization.slug, decision.pk)
    values = {
        "decision": decision,
        "hearing": hearing,
        "form": form,
        "own": own,
        "may": decision.state in UNDECIDED and hearing.closed_at is None and today <= hearing.closes_on and own is not None,
        "asks": BY_CRITERIA if form.criteria else ASKS[Way(hearing.way)],
        "today": today,
    }
    name = "_answer" if request.headers.get("HX-Request") else "answer"
    return render(request, f"decisions/hearings/{name}.html", values, status=422 if form.errors else 200)


def scores_form(request: MemberRequest, decision: Decision) -> ScoresForm:
    """Started from what the decider gave before."""
    own = Answer.objects.filter(hearing__decision=decision, hearing__way=Way.OWN).prefetch_related("votes").order_by("-id").first()
    options = list(Option.objects.filter(decision=decision).order_by("position", "id"))
    criteria = list(Criterion.objects.filter(decision=decision).order_by("position"))
    return ScoresForm(request.POST if request.method == "POST" else None, answer=own, options=options, criteria=criteria)


@require_http_methods(METHODS)
def scores(request: MemberRequest, pk: int) -> HttpResponse:
    """The decider's own scores: a part of the section on input, or a page, where what was typed stands if it did not go through."""
    decision = decision_of(pk)
    check_may_score(decision, request.person)
    form = scores_form(request, decision)
    if request.method == "POST" and form.is_valid():
        try:
            own = score_options(
                decision=decision, cells={} if "withdraw" in request.POST else form.cells, by=request.person, now=timezone.now()
            )
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, "Your scores are shown below the options" if own else "Your scores are taken back")
            return redirect("decisions:decision", request.person.organization.slug, decision.pk)
    has_scored = Hearing.objects.filter(decision=decision, way=Way.OWN).exists()
    values = {"decision": decision, "form": form, "is_open": decision.state in UNDECIDED, "has_scored": has_scored}
    name = "_scores" if request.headers.get("HX-Request") and form.weighing and values["is_open"] else "scores"
    return render(request, f"decisions/hearings/{name}.html", values, status=422 if form.errors else 200)


def is_said(request: MemberRequest, hearing: Hearing, form: AnswerForm) -> bool:
    """Hand it to the verb; what it asks for stands in the form."""
    said = {"stance": form.cleaned_data.get("stance", ""), "words": form.cleaned_data["words"]}
    said |= {"points": form.points} if not form.criteria else {"cells": form.cells}
    try:
        answer_hearing(hearing=hearing, by=request.person, now=timezone.now(), **said)
    except NotSaid as problem:
        form.add_error("words" if str(problem).startswith("Say what") else None, str(problem))
        return False
    messages.info(request, "Your answer counts. You can change it until it is closed")
    return True


@require_POST
def hearing_closing(request: MemberRequest, pk: int) -> HttpResponse:
    """Closed before its day; from now on everybody's answers are seen."""
    decision = decision_of(pk)
    hearing = Hearing.objects.filter(decision=decision, closed_at=None).select_related("decision__organization").first()
    if hearing is None:
        raise OutOfTurn("Nobody is asked at the moment, so there is nothing to close.")
    close_hearing(hearing=hearing, by=request.person, now=timezone.now())
    messages.info(request, "Closed. Everybody sees now what was said")
    return redirect("decisions:decision", request.person.organization.slug, decision.pk)
