"""Doors: a decision is asked for, also about a finding, or written down as it is made; and what was asked is withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alignment.models import Objective
from alignment.reads.findings import GONE
from decisions.actions import ask_for_decision, ask_to_settle, record_decision, take_back_decision, withdraw_decision
from decisions.actions.asking import check_may_withdraw
from decisions.forms import QuestionForm, ReasonForm, RecordForm
from decisions.models import Decision, Door
from decisions.reads.near import told_near
from decisions.reads.questions import Sides, first_words, sides_of
from organizations.forms.once import key_once, once_token
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.models import Person, Team
from organizations.policy import teams_of
from organizations.refusals import NotAllowed, NotSaid, OutOfTurn
from organizations.toasts import tell
from organizations.views.gates import for_teams, for_writers

BY_MISTAKE = "Written down by mistake"


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: MemberRequest) -> HttpResponse:
    """Asking for a decision; with `?finding=` about what was found between two objectives, in words to start from."""
    key = request.GET.get("finding", "")[:200].replace("\0", "")
    sides = sides_of(key) if key else None
    if key and sides is None:
        if request.method == "POST":
            raise OutOfTurn(GONE)
        messages.info(request, GONE)
        return redirect("alignment:findings", request.person.organization.slug)
    form = QuestionForm(request.POST or None, initial=first_words(sides) if sides else started_from(request))
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_once(request, form, sides)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            found = told_near(asked.title, but=[asked.pk])
            messages.info(request, f"{form.cleaned_data['decider'].name} is asked{found and '.'}{found}")
            return redirect("decisions:decision", request.person.organization.slug, asked.pk)
    values = {"form": form, "sides": sides, "once": once_token(request.POST or None)}
    return render(request, "decisions/decisions/question.html", values, status=422 if form.errors else 200)


def started_from(request: MemberRequest) -> dict[str, Any]:
    """What the address names: an objective that waits for it, whose team waits too."""
    objective: Objective | None = Asked(request.GET).row("objective", Objective)
    return {"objective": objective, "waiting_objectives": objective.title} if objective else {}


def ask_once(request: MemberRequest, form: QuestionForm, sides: Sides | None) -> Decision:
    """The verb, or the one that ties the question to a finding; a second press finds what the first one asked."""
    key = key_once(request.POST)
    asked: Decision | None = Decision.objects.filter(key=key).first()
    if asked is not None:
        return asked
    said = {name: form.cleaned_data[name] for name in ("question", "decider", "need_by", "context")}
    said |= {"options": form.alternatives, "organization": request.person.organization, "by": request.person, "now": timezone.now()}
    if sides is not None:
        return ask_to_settle(finding=sides.finding.key, objective=sides.objective, other=sides.other, **said)
    return ask_for_decision(
        key=key,
        door=Door(form.cleaned_data["door"] or Door.TWO_WAY),
        holds_up=form.waiting,
        touches=form.cleaned_data["touches"],
        parts=form.parts,
        pattern=form.cleaned_data["pattern"],
        team=form.cleaned_data["team"],
        objective=form.cleaned_data["objective"],
        **said,
    )


@for_teams
@require_http_methods(["GET", "HEAD", "POST"])
def recording(request: MemberRequest) -> HttpResponse:
    """A decision that is made as it is said: two lines, and who is to know."""
    form = RecordForm(request.POST or None, initial={"team": own_team(request.person)})
    if request.method == "POST" and form.is_valid():
        try:
            decision = record_once(request, form)
        except (NotSaid, NotAllowed) as problem:
            form.add_error("team" if isinstance(problem, NotAllowed) else None, str(problem))
        else:
            slug = request.person.organization.slug
            found = told_near(decision.title, but=[decision.pk])
            tell(
                request,
                f"“{decision}” is written down{found and '.'}{found}",
                undo=reverse("decisions:take_back", args=[slug, decision.pk]),
            )
            return redirect("decisions:decision", slug, decision.pk)
    values = {"form": form, "once": once_token(request.POST or None)}
    return render(request, "decisions/decisions/recording.html", values, status=422 if form.errors else 200)


def own_team(person: Person) -> Team | None:
    """Where somebody is in one team only, it is for that one."""
    teams = list(Team.objects.filter(pk__in=teams_of(person))[:2])
    return teams[0] if len(teams) == 1 else None


def record_once(request: MemberRequest, form: RecordForm) -> Decision:
    key = key_once(request.POST)
    there: Decision | None = Decision.objects.filter(key=key).first()
    if there is not None:
        return there
    return record_decision(
        organization=request.person.organization, key=key, by=request.person, now=timezone.now(), **form.cleaned_data
    )


@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """The way back from what was written down today."""
    decision = get_object_or_404(Decision.objects.select_related("organization", "asked_by"), pk=pk)
    take_back_decision(decision=decision, reason=BY_MISTAKE, by=request.person, now=timezone.now())
    messages.info(request, f"“{decision}” is taken back")
    return redirect("decisions:decision", request.person.organization.slug, decision.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """The question is not asked any more."""
    decision = get_object_or_404(Decision.objects.select_related("organization", "asked_by"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method != "POST":
        check_may_withdraw(decision, request.person)
    if request.method == "POST" and form.is_valid():
        withdraw_decision(decision=decision, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now())
        messages.info(request, f"“{decision}” is withdrawn")
        return redirect("decisions:decision", request.person.organization.slug, decision.pk)
    values = {"decision": decision, "form": form}
    return render(request, "decisions/decisions/withdrawal.html", values, status=422 if form.errors else 200)
