"""Doors: what a change would do, and for whom, before it is saved; the same form is posted here first, and saved from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alignment.actions import change_key_result, change_objective
from alignment.actions.objectives import check_may_change
from alignment.forms.dependencies import TurnForm
from alignment.forms.measures import KeyResultForm
from alignment.models import Dependency, KeyResult, Objective
from alignment.reads.dependency import WITH_SIDES
from alignment.reads.preview import preview_of
from alignment.turns import TURNS
from alignment.views import key_results, objective_writing
from alignment.views.handshakes import kept, shown, verb_and_words
from alignment.views.saving import say_in, status_of
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid, OutOfTurn, WouldBeCircle
from organizations.verbs import day_of

NOT_CARRIED = {"csrfmiddlewaretoken", "back"}
UNSAID = "…"  # stands for a reason that is still to be given: one looks at what changes before one says why


@require_POST
def dependency_preview(request: MemberRequest, pk: int) -> HttpResponse:
    """What a turn of the handshake would change: another day, another owner."""
    dependency = get_object_or_404(Dependency.objects.select_related(*WITH_SIDES), pk=pk)
    turn = TURNS.get(request.POST.get("answer", ""))
    if turn is None:
        raise NotSaid("Choose what you want to answer.")
    form = TurnForm(request.POST, turn=turn, dependency=dependency, is_tried=True)
    if not form.is_valid():
        return shown(request, dependency, form, status=422)
    asks = turn.words_label if turn.words_ask and not form.words else ""
    if asks:
        form.cleaned_data["reason"] = UNSAID
    verb, arguments = verb_and_words(dependency, form)
    to = reverse("alignment:answer", args=[request.person.organization.slug, pk])
    try:
        return previewed(
            request, verb, {"dependency": dependency, **arguments}, save=to, back=to, about=dependency.title, asks=asks
        )
    except (NotSaid, OutOfTurn) as problem:
        return shown(request, dependency, kept(form, dependency, problem), status=problem.status_code)


@require_POST
def objective_preview(request: MemberRequest, pk: int) -> HttpResponse:
    """What a changed objective would change: its day, owner, team, parent or weight."""
    objective = get_object_or_404(Objective.objects.select_related(*objective_writing.RELATED), pk=pk)
    check_may_change(request.person, objective)
    form = objective_writing.form_of(request, objective)
    slug = request.person.organization.slug

    def as_it_was() -> HttpResponse:
        values = {"form": form, "objective": objective, **objective_writing.beside_form(form, objective)}
        return render(request, "alignment/objectives/edit.html", values, status=status_of(form))

    addresses = {
        "save": reverse("alignment:objective_edit", args=[slug, pk]),
        "back": reverse("alignment:objective_preview", args=[slug, pk]),
    }
    return of_form(request, form, (change_objective, {"objective": objective}), as_it_was, addresses)


@require_POST
def key_result_preview(request: MemberRequest, pk: int) -> HttpResponse:
    """What another target, day or weight of a measure would change."""
    key_result = get_object_or_404(KeyResult.objects.select_related(*key_results.RELATED), pk=pk)
    check_may_change(request.person, key_result.objective)
    form = KeyResultForm(request.POST, row=key_result)
    slug = request.person.organization.slug

    def as_it_was() -> HttpResponse:
        values = {"form": form, "key_result": key_result, "objective": key_result.objective}
        return render(request, "alignment/key_results/edit.html", values, status=status_of(form))

    addresses = {
        "save": reverse("alignment:key_result_edit", args=[slug, pk]),
        "back": reverse("alignment:key_result_preview", args=[slug, pk]),
    }
    return of_form(request, form, (change_key_result, {"key_result": key_result}), as_it_was, addresses)


def of_form(
    request: MemberRequest,
    form: Any,
    change: tuple[Callable[..., object], dict[str, Any]],
    as_it_was: Callable[[], HttpResponse],
    addresses: dict[str, str],
) -> HttpResponse:
    """The preview of a form that two people may be writing in; back, faults and clashes lead to the form with its words."""
    verb, row = change
    if "back" in request.POST or form.clashes or not form.is_valid():
        return as_it_was()
    reason = form.cleaned_data["reason"].strip()
    arguments = row | {"reason": reason or UNSAID, **form.changes}
    try:
        return previewed(request, verb, arguments, about=form.cleaned_data["title"], asks="" if reason else "Why", **addresses)
    except (NotSaid, WouldBeCircle) as problem:
        say_in(form, problem)
        return as_it_was()


def previewed(
    request: MemberRequest, verb: Callable[..., object], arguments: dict[str, Any], *, save: str, back: str, about: str, asks: str
) -> HttpResponse:
    """The page: what the verb with these arguments would do; nothing is saved and nobody is told unless Save is pressed.

    `asks` is the label of the reason when it is still to be given.
    """
    now = timezone.now()
    left_out = NOT_CARRIED | ({"reason"} if asks else set())
    values = {
        "preview": preview_of(verb, by=request.person, now=now, **arguments),
        "about": about,
        "save": save,
        "back": back,
        "asks": asks,
        "carried": [(name, value) for name, values in request.POST.lists() if name not in left_out for value in values],
        "today": day_of(now, request.person.organization),
    }
    return render(request, "alignment/previews/show.html", values)
