"""Doors to an ask for help: read it, answer it, take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alignment import policy
from alignment.actions.helping import answer_help, close_help
from alignment.forms.helping import HelpForm
from alignment.models import HelpAsk
from organizations.middleware import MemberRequest
from organizations.verbs import day_of

RELATED = ("organization", "asked", "by", "check_in__author", "objective__owner", "objective__team", "objective__health")


@require_http_methods(["GET", "HEAD", "POST"])
def help_ask(request: MemberRequest, pk: int) -> HttpResponse:
    """What was asked, of whom, for how long; the one who was asked answers here, or below its row in a list."""
    ask = get_object_or_404(HelpAsk.objects.select_related(*RELATED), pk=pk)
    form = HelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        answer_help(ask=ask, answer=words, is_refused=form.is_refused, by=request.person, now=timezone.now())
        messages.info(request, f"{ask.by.name if ask.by else 'The team'} reads your answer")
        return redirect("alignment:help", request.person.organization.slug, ask.pk)
    now = timezone.now()
    values = {
        "ask": ask,
        "form": form,
        "is_open": ask.answered_at is None and ask.closed_at is None,
        "may_answer": policy.may_answer_help(request.person, ask),
        "may_close": policy.may_close_help(request.person, ask),
        "days": (day_of(ask.answered_at or ask.closed_at or now, ask.organization) - day_of(ask.asked_at, ask.organization)).days,
        "today": day_of(now, ask.organization),
    }
    name = "_panel" if request.headers.get("HX-Request") else "show"
    return render(request, f"alignment/help/{name}.html", values, status=422 if form.errors else 200)


@require_POST
def closing(request: MemberRequest, pk: int) -> HttpResponse:
    """Not needed any more."""
    ask = get_object_or_404(HelpAsk.objects.select_related(*RELATED), pk=pk)
    close_help(ask=ask, by=request.person, now=timezone.now())
    messages.info(request, f"{ask.asked.name} is not asked any more")
    return redirect("alignment:objective", request.person.organization.slug, ask.objective_id)
