"""Doors: what either side says in a handshake: one form for each thing to say, in place on the page or on one of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alignment.actions import dependencies as actions
from alignment.actions import talks
from alignment.forms.dependencies import TurnForm
from alignment.models import Dependency
from alignment.reads.dependency import WITH_SIDES
from alignment.reads.handshake import Standing, standing_of
from alignment.turns import TURNS, Turn, seen_as
from organizations.middleware import MemberRequest
from organizations.refusals import AlreadyThere, NotSaid, Refused
from organizations.verbs import day_of

DONE = {
    "agree": "is answered", "take": "is agreed", "negotiate": "has another day offered", "move": "has another day asked for",
    "decline": "is declined", "start": "is in work", "deliver": "is delivered; the other team says whether it will do",
    "accept": "is accepted", "return": "is sent back", "nudge": "is called to mind by a mail", "withdraw": "is withdrawn",
    "note": "has your note", "hand_over": "has an owner",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Panel:
    """The forms of what a reader can say: the next thing first, the one that came back with its faults and words."""

    dependency: Dependency
    standing: Standing
    came_back: TurnForm | None = None
    is_open: bool = False

    @property
    def first(self) -> TurnForm | None:
        return self.form_of(self.standing.first) if self.standing.first else None

    @property
    def others(self) -> list[TurnForm]:
        return [self.form_of(turn) for turn in self.standing.others]

    @property
    def lost(self) -> TurnForm | None:
        """What came back but cannot be said any more: its words are shown, so that they are not lost."""
        names = {turn.name for turn in self.standing.turns}
        return self.came_back if self.came_back and self.came_back.turn.name not in names else None

    def form_of(self, turn: Turn) -> TurnForm:
        if self.came_back and self.came_back.turn.name == turn.name:
            return self.came_back
        return TurnForm(turn=turn, dependency=self.dependency)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """What can be said in the handshake now; posting `answer` says it."""
    dependency = get_object_or_404(Dependency.objects.select_related(*WITH_SIDES), pk=pk)
    if request.method != "POST":
        return shown(request, dependency, None)
    turn = TURNS.get(request.POST.get("answer", ""))
    if turn is None:
        raise NotSaid("Choose what you want to answer.")
    form = TurnForm(request.POST, turn=turn, dependency=dependency)
    if "back" in request.POST:
        return shown(request, dependency, form)
    try:
        if not form.is_valid():
            return shown(request, dependency, form, status=422)
        say(request, dependency, form)
    except (talks.ChangedMeanwhile, NotSaid, AlreadyThere) as problem:
        fresh = get_object_or_404(Dependency.objects.select_related(*WITH_SIDES), pk=pk)
        return shown(request, fresh, kept(form, fresh, problem), status=problem.status_code)
    messages.info(request, f"“{dependency}” {DONE[turn.name]}")
    return gone_to(request, reverse("alignment:dependency", args=[request.person.organization.slug, dependency.pk]))


def kept(form: TurnForm, fresh: Dependency, problem: Refused) -> TurnForm:
    """The form with its words over the row as it stands now, so that sending it again means the new state."""
    over = seen_as(fresh.state, fresh.needed_by, fresh.promised_by)
    again = TurnForm({**{name: form.data[name] for name in form.data}, "seen": over}, turn=form.turn, dependency=fresh)
    again.is_valid()
    again.add_error(None, str(problem))
    return again


def gone_to(request: HttpRequest, address: str) -> HttpResponse:
    """A redirect that a form posted in place follows too."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def shown(request: MemberRequest, dependency: Dependency, form: TurnForm | None, status: int = 200) -> HttpResponse:
    panel = Panel(dependency, standing_of(dependency, request.person), form)
    today = day_of(timezone.now(), request.person.organization)
    name = "_turns" if request.headers.get("HX-Request") else "answer"
    values = {"dependency": dependency, "panel": panel, "today": today}
    return render(request, f"alignment/dependencies/{name}.html", values, status=status)


def say(request: MemberRequest, dependency: Dependency, form: TurnForm) -> None:
    """One verb for each turn, over the state that the form was filled in over."""
    with_verb = verb_of(dependency, form)
    talks.over(dependency, form.cleaned_data["seen"], lambda: with_verb(by=request.person, now=timezone.now()))


def verb_of(dependency: Dependency, form: TurnForm) -> Callable[..., Dependency]:
    """The verb of a turn with what the form says; it is still to be told who and when."""
    verb, arguments = verb_and_words(dependency, form)
    return lambda **who: verb(dependency=dependency, **arguments, **who)


def verb_and_words(dependency: Dependency, form: TurnForm) -> tuple[Callable[..., Dependency], dict[str, object]]:
    """The verb of a turn and its arguments but for the dependency itself."""
    values = {
        "day": form.day,
        "words": form.words,
        "offered": dependency.promised_by,
        "owner": form.cleaned_data.get("owner"),
    }
    verb, arguments = VERBS[form.turn.name]
    return verb, {argument: values[value] for argument, value in arguments.items()}


# Turn -> its verb, and what of the form each argument is.
VERBS: dict[str, tuple[Callable[..., Dependency], dict[str, str]]] = {
    "agree": (actions.agree_dependency, {"promised_by": "day", "answer": "words"}),
    "take": (actions.agree_dependency, {"promised_by": "offered", "answer": "words"}),
    "negotiate": (actions.negotiate_dependency, {"promised_by": "day", "note": "words"}),
    "move": (actions.negotiate_dependency, {"needed_by": "day", "note": "words"}),
    "decline": (actions.decline_dependency, {"reason": "words"}),
    "start": (actions.start_dependency, {}),
    "deliver": (actions.deliver_dependency, {}),
    "accept": (actions.accept_delivery, {}),
    "return": (talks.return_delivery, {"reason": "words"}),
    "nudge": (talks.nudge_dependency, {}),
    "withdraw": (actions.withdraw_dependency, {"reason": "words"}),
    "note": (talks.note_dependency, {"text": "words"}),
    "hand_over": (talks.hand_over_dependency, {"owner": "owner"}),
}
