"""Doors: what a change would do, and for whom, before it is saved; the same form is posted here first, and saved from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alignment.forms.dependencies import TurnForm
from alignment.models import Dependency
from alignment.reads.dependency import WITH_SIDES
from alignment.reads.preview import preview_of
from alignment.turns import TURNS
from alignment.views.handshakes import kept, shown, verb_and_words
from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid, OutOfTurn
from organizations.verbs import day_of

NOT_CARRIED = {"csrfmiddlewaretoken", "back"}


@require_POST
def dependency_preview(request: MemberRequest, pk: int) -> HttpResponse:
    """What a turn of the handshake would change: another day, another owner."""
    dependency = get_object_or_404(Dependency.objects.select_related(*WITH_SIDES), pk=pk)
    turn = TURNS.get(request.POST.get("answer", ""))
    if turn is None:
        raise NotSaid("Choose what you want to answer.")
    form = TurnForm(request.POST, turn=turn, dependency=dependency)
    if not form.is_valid():
        return shown(request, dependency, form, status=422)
    verb, arguments = verb_and_words(dependency, form)
    to = reverse("alignment:answer", args=[request.person.organization.slug, pk])
    try:
        return previewed(request, verb, {"dependency": dependency, **arguments}, save=to, back=to, about=dependency.title)
    except (NotSaid, OutOfTurn) as problem:
        return shown(request, dependency, kept(form, dependency, problem), status=problem.status_code)


def previewed(
    request: MemberRequest, verb: Callable[..., object], arguments: dict[str, Any], *, save: str, back: str, about: str
) -> HttpResponse:
    """The page: what the verb with these arguments would do; nothing is saved and nobody is told unless Save is pressed."""
    now = timezone.now()
    values = {
        "preview": preview_of(verb, by=request.person, now=now, **arguments),
        "about": about,
        "save": save,
        "back": back,
        "carried": [(name, value) for name, values in request.POST.lists() if name not in NOT_CARRIED for value in values],
        "today": day_of(now, request.person.organization),
    }
    return render(request, "alignment/previews/show.html", values)
