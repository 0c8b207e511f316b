"""What other teams ask of the sides that the reader answers for: an answer to a request or an offer, and taking delivery."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, JSONObject

from alignment.models import Dependency
from alignment.models.dependencies import DependencyKind, DependencyState
from alignment.reads.owed import side_of
from alignment.turns import seen_as
from organizations.models import Event
from visibility.reads.owed.kinds import Kind, Reader, day_of_json, held
from visibility.words import as_when


def with_columns(found: Any) -> Any:
    """Both sides by their teams, or by their objectives where no team is known."""
    sides = {
        name: Coalesce(f"{side}_team__name", f"{side}_objective__team__name", f"{side}_objective__title")
        for name, side in (("taker", "from"), ("giver", "to"))
    }
    return found.annotate(
        title_=F("title"),
        held_=held(1),
        facts_=JSONObject(**sides, kind="kind", needed_by="needed_by", promised_by="promised_by", title="title"),
    )


def requests(reader: Reader) -> Any:
    """Requests without an answer."""
    return with_columns(Dependency.objects.filter(side_of(reader.person, "to"), state=DependencyState.REQUESTED)).annotate(
        on_=F("requested_on")
    )


def offers(reader: Reader) -> Any:
    """Negotiations in which the other side moved last: the giver's move is another promise (alignment/turns.py)."""
    offer = Event.objects.filter(about_type="alignment.Dependency", about_id=OuterRef("pk"), name="dependency.negotiated")
    newest, unsaid = offer.order_by("-id"), Value("", output_field=TextField())
    promised = {
        when: Coalesce(Subquery(newest.annotate(day=KT(f"data__{when}__promised_by")).values("day")[:1]), unsaid)
        for when in ("before", "after")
    }
    found = Dependency.objects.filter(state=DependencyState.NEGOTIATING).annotate(**promised)
    giver_moved = ~Q(before=F("after"))
    turn = (side_of(reader.person, "from") & giver_moved) | (side_of(reader.person, "to") & ~giver_moved)
    return with_columns(found.filter(turn)).annotate(on_=F("requested_on"))


def deliveries(reader: Reader) -> Any:
    """What was handed over to the reader's side and not yet accepted."""
    return with_columns(Dependency.objects.filter(side_of(reader.person, "from"), state=DependencyState.DELIVERED)).annotate(
        on_=F("delivered_on")
    )


def say_request(facts: dict[str, Any], today: date) -> str:
    by = day_of_json(facts["needed_by"])
    return f"{facts['taker']} asks {facts['giver']} for it{f' by {as_when(by, today)}' if by else ''}"


def say_offer(facts: dict[str, Any], today: date) -> str:
    by = day_of_json(facts["promised_by"]) or day_of_json(facts["needed_by"])
    between = f"{facts['giver']} for {facts['taker']}"
    return f"{between}: {as_when(by, today)} is offered" if by else f"{between}: another day is offered"


def say_delivery(facts: dict[str, Any], today: date) -> str:
    """The button says it over the state and the days that the row stands for, as the form on the page of the dependency does."""
    seen = seen_as(DependencyState.DELIVERED, day_of_json(facts["needed_by"]), day_of_json(facts["promised_by"]))
    facts["says"] = {"answer": "accept", "seen": seen}
    return f"{facts['giver']} delivered it to {facts['taker']}: will it do?"


def named(say: Any) -> Any:
    """A dependency without a title of its own goes by its kind."""

    def told(facts: dict[str, Any], today: date) -> str:
        facts["title"] = facts["title"] or str(DependencyKind(facts["kind"]).label)
        sentence: str = say(facts, today)
        return sentence

    return told


PAGE = "alignment:dependency"
REQUEST = Kind("dependency", "answer", "Answer", "alignment:answer", PAGE, requests, named(say_request))
OFFER = Kind("offer", "answer", "Answer", "alignment:answer", PAGE, offers, named(say_offer))
DELIVERY = Kind("delivery", "acknowledge", "Accept", "alignment:answer", PAGE, deliveries, named(say_delivery), is_post=True)
