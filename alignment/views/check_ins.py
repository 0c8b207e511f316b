"""Doors to one check-in: the form of an objective, as a page and as a panel beside it, and what speaks against it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alignment import policy
from alignment.actions.check_ins import EvidenceDisagrees, ReportedMeanwhile, post_check_in
from alignment.actions.evidence import rehearse
from alignment.forms.check_ins import CheckInForm
from alignment.models import CheckIn, Objective
from alignment.models.check_ins import Claim
from alignment.reads.objective import reasons_of
from alignment.reads.reporting import asks_of, draft_name, last_reports, numbers_of
from organizations.actions.drafts import drop_draft
from organizations.middleware import MemberRequest
from organizations.models import Draft
from organizations.reads.drafts import find_draft, saved_words
from organizations.refusals import NotSaid
from organizations.tenancy import new_key
from organizations.verbs import day_of

RELATED = ("organization", "owner", "cycle", "team", "reviewer", "parent__owner")


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: MemberRequest, pk: int) -> HttpResponse:
    """The form, started from last time's answers; posting it goes to the objective."""
    objective = get_object_or_404(Objective.objects.select_related(*RELATED), pk=pk)
    key_results = numbers_of([pk])[pk]
    if request.method != "POST":
        last, draft = last_reports([pk]).get(pk), find_draft(person=request.person, form=draft_name(pk))
        form = CheckInForm(objective=objective, last=last, key_results=key_results, initial=started_from(last, draft))
        return answer(request, form, draft=draft)
    form = CheckInForm(request.POST, objective=objective, last=None, key_results=key_results)
    posted, context = post(request, form)
    if not posted:
        form.last = last_reports([pk]).get(pk)
        return answer(request, form, status=409 if "conflict" in context else 422, **context)
    messages.info(request, f"Check-in on “{objective.title}” is posted")
    return redirect("alignment:objective", request.person.organization.slug, objective.pk)


def post(request: MemberRequest, form: CheckInForm) -> tuple[bool, dict[str, Any]]:
    """Whether it went through; if not, what the form shows beside its errors: the evidence, or what was said meanwhile."""
    if not form.is_valid():
        return False, {}
    try:
        post_check_in(objective=form.objective, by=request.person, now=timezone.now(), is_sure=form.is_sure, **form.said())
    except NotSaid as problem:
        form.add_error(None, str(problem))
        return False, {}
    except EvidenceDisagrees as disagreement:
        return False, against(form, disagreement.causes)
    except ReportedMeanwhile as meanwhile:
        return CheckIn.objects.filter(key=form.said()["key"]).exists(), {"conflict": meanwhile.newest}
    drop_draft(person=request.person, form=draft_name(form.objective.pk))
    return True, {}


def against(form: CheckInForm, causes: list[Any]) -> dict[str, Any]:
    """What speaks against the chosen colour; a second post says that it was seen."""
    claim = form.cleaned_data.get("claim") or ""
    return {"reasons": reasons_of(causes), "against_claim": claim, "against_word": Claim(claim).label if claim else ""}


@require_POST
def evidence(request: MemberRequest, pk: int) -> HttpResponse:
    """A fragment for the form: what speaks against the colour that was just chosen, with the numbers as typed."""
    objective = get_object_or_404(Objective.objects.select_related(*RELATED), pk=pk)
    prefix = request.GET.get("prefix", "")[:20] or None
    form = CheckInForm(request.POST, objective=objective, last=None, key_results=numbers_of([pk])[pk], prefix=prefix)
    form.is_valid()
    claim, causes = form.cleaned_data.get("claim"), []
    if claim:
        values = form.values()
        causes = rehearse(objective=objective, by=request.person, now=timezone.now(), claim=Claim(claim), values=values)
    return render(request, "alignment/check_ins/_against.html", {"form": form, **against(form, causes)})


def answer(
    request: MemberRequest, form: CheckInForm, *, status: int = 200, draft: Draft | None = None, **more: Any
) -> HttpResponse:
    now = timezone.now()
    objective, today = form.objective, day_of(now, form.objective.organization)
    values = {
        "objective": objective,
        "form": form,
        "last": form.last,
        "once": new_key() if "conflict" in more else form["once"].value(),
        "seen": more["conflict"].pk if "conflict" in more else form["seen"].value(),
        "may": policy.may_post_check_in(request.person, objective, today) and objective.state == "active",
        "today": today,
        "saved": saved_words(draft.saved_at, request.person) if draft else "",
        "draft_name": draft_name(objective.pk),
        "asks": asks_of(objective, today),
    }
    name = "objectives/_check_in" if request.headers.get("HX-Request") else "objectives/check_in"
    return render(request, f"alignment/{name}.html", values | more, status=status)


def started_from(last: CheckIn | None, draft: Draft | None = None) -> dict[str, Any]:
    """Last time's colour, confidence and way back, the line why written anew; and over it what was begun and not sent."""
    kept = {name: value for name, value in draft.fields.items() if name != "once"} if draft else {}
    if last is None:
        return kept
    confidence = None if last.confidence is None else round(last.confidence / 10)
    return {"claim": last.claim, "confidence": confidence, "way_back": last.way_back} | kept
