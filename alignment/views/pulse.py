"""Doors to the recall pulse: answering it and what came out, and opening the quarter's."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alignment import policy
from alignment.actions.pulse import OPEN_FOR, answer_pulse, open_pulse
from alignment.forms.findings import PickForm, PulseForm
from alignment.models import RecallPulse
from alignment.reads.objectives import running_cycle
from alignment.reads.pulse import proposed_sentences, pulse_page
from organizations.middleware import MemberRequest
from organizations.refusals import NotAllowed, NotSaid, OutOfTurn
from organizations.verbs import day_of


@require_http_methods(["GET", "HEAD", "POST"])
def pulse(request: MemberRequest) -> HttpResponse:
    """The minute itself; afterwards, and when none is open, what came out of those before."""
    today = day_of(timezone.now(), request.person.organization)
    page = pulse_page(request.person, today)
    form = PickForm(request.POST if request.method == "POST" else None, choices=page.choices)
    if request.method == "POST" and picked(request, page.open, form):
        messages.info(request, "Thank you. What you picked is shown to nobody.")
        return redirect("alignment:pulse", request.person.organization.slug)
    values = {"page": page, "form": form, "today": today, "may_open": page.open is None and policy.may_open_pulse(request.person)}
    values["may_answer"] = page.open is not None and not page.has_answered and policy.may_answer_pulse(request.person)
    name = "_panel" if request.headers.get("HX-Request") else "show"
    return render(request, f"alignment/pulse/{name}.html", values, status=422 if form.errors else 200)


def picked(request: MemberRequest, pulse: RecallPulse | None, form: PickForm) -> bool:
    """Hand the picks to the verb; whether they were taken."""
    if pulse is None:
        raise OutOfTurn("No pulse is open. The next one comes with the next quarter.")
    if not form.is_valid():
        return False
    try:
        answer_pulse(pulse=pulse, picked=form.cleaned_data["picked"], by=request.person, now=timezone.now())
    except NotSaid as problem:
        form.add_error("picked", str(problem))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: MemberRequest) -> HttpResponse:
    """Asking everybody: the sentences are proposed, and the leader has the last word on them."""
    if not policy.may_open_pulse(request.person):
        raise NotAllowed("You may not ask everybody. Ask a leader of the organization.")
    today = day_of(timezone.now(), request.person.organization)
    form = PulseForm(request.POST) if request.method == "POST" else PulseForm(initial=first_words(today))
    if request.method == "POST" and form.is_valid() and opened(request, form):
        messages.info(request, "The pulse is open. Everybody with a login is asked.")
        return redirect("alignment:pulse", request.person.organization.slug)
    return render(request, "alignment/pulse/new.html", {"form": form}, status=422 if form.errors else 200)


def first_words(today: date) -> dict[str, object]:
    real, decoys = proposed_sentences()
    return {"real": "\n".join(real), "decoys": "\n".join(decoys), "closes_on": today + OPEN_FOR}


def opened(request: MemberRequest, form: PulseForm) -> bool:
    """Hand the sentences to the verb; whether they were taken."""
    now = timezone.now()
    organization = request.person.organization
    cycle = running_cycle(day_of(now, organization))
    if cycle is None:
        raise OutOfTurn("No cycle runs today, so there are no priorities to ask for. Open a cycle first.")
    sentences = {"real": form.lines("real"), "decoys": form.lines("decoys")}
    try:
        open_pulse(organization=organization, cycle=cycle, closes_on=form.last_day, by=request.person, now=now, **sentences)
    except NotSaid as problem:
        form.add_error(None, str(problem))
        return False
    return True
