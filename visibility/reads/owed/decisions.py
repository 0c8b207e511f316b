"""Questions that wait for the reader: to decide, to approve, or to say what they think."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest, JSONObject, TruncDate

from decisions.models import Answer, Decision, DecisionRole, DecisionState, Hearing, HeldUp, Part, TeamTold, Way
from decisions.reads.owed import acknowledgements_owed, answers_owed, input_owed
from visibility.reads.owed.kinds import Kind, Reader, day_of_json, first_name, held
from visibility.words import as_when


def to_decide(reader: Reader) -> Any:
    """Open questions that the reader decides or approves; those that hold up teams count them."""
    mine = DecisionRole.objects.filter(person=reader.person, part__in=[Part.DECIDER, Part.APPROVER])
    decides = DecisionRole.objects.filter(decision=OuterRef("pk"), person=reader.person, part=Part.DECIDER)
    teams = HeldUp.objects.filter(decision=OuterRef("pk")).order_by()
    waiting = teams.values("decision").annotate(n=Count("team", distinct=True)).values("n")
    names = teams.order_by("team__name").values_list("team__name", flat=True).distinct()
    found = Decision.objects.filter(state=DecisionState.PROPOSED, pk__in=mine.values("decision"))
    return found.annotate(
        title_=F("title"),
        on_=F("proposed_on"),
        held_=Greatest(1, Coalesce(Subquery(waiting, output_field=IntegerField()), 0), output_field=IntegerField()),
        facts_=JSONObject(
            asked="asked_by__name", teams=ArraySubquery(names), decides=Exists(decides), heard=Subquery(last_heard())
        ),
    )


def last_heard() -> Any:
    """Until when people were asked the last time, and how many of them have answered."""
    answers = Answer.objects.filter(hearing=OuterRef("pk")).order_by().values("hearing")
    counts = {"asked": answers.annotate(n=Count("pk")).values("n"), "said": answers.annotate(n=Count("answered_at")).values("n")}
    facts = JSONObject(until="closes_on", closed="closed_at", **{name: Subquery(rows) for name, rows in counts.items()})
    return Hearing.of_others().filter(decision=OuterRef("pk")).order_by("-id").values(facts=facts)[:1]


def say_decision(facts: dict[str, Any], today: date) -> str:
    """Who asked and who is held up; the days stand beside it."""
    asked = f"{first_name(facts['asked'])} asked." if facts["asked"] else "Asked."
    asked = asked if facts["decides"] else f"{asked} You approve it."
    asked += say_heard(facts["heard"], today)
    teams = facts["teams"]
    if not teams:
        return asked
    names = teams[0] if len(teams) == 1 else f"{', '.join(teams[:-1])} and {teams[-1]}"
    return f"{asked} Holds up {names if len(teams) <= 4 else f'{len(teams)} teams'}."


def say_heard(heard: dict[str, Any] | None, today: date) -> str:
    """Whether people are still asked, or it is the reader that it waits for."""
    until = day_of_json(heard["until"]) if heard else None
    if not heard or not heard["asked"] or until is None:
        return ""
    if heard["closed"] is None and today <= until and heard["said"] < heard["asked"]:
        return f" People are asked until the end of {as_when(until, today)}."
    return f" {heard['said']} of {heard['asked']} have answered{', silence is consent' if heard['said'] < heard['asked'] else ''}."


def to_hear(reader: Reader) -> Any:
    """Open questions on which the reader is to be heard, until they have commented."""
    decider = DecisionRole.objects.filter(decision=OuterRef("pk"), part=Part.DECIDER).values("person__name")
    return input_owed(reader.person).annotate(
        title_=F("title"),
        on_=F("proposed_on"),
        held_=held(0),
        facts_=JSONObject(asked="asked_by__name", decider=Subquery(decider[:1]), need_by="need_by"),
    )


def say_input(facts: dict[str, Any], today: date) -> str:
    """Before whom the reader is heard, and until when."""
    by = day_of_json(facts["need_by"])
    asked = f"{first_name(facts['asked'])} asked. " if facts["asked"] else ""
    before = f"{first_name(facts['decider'])} decides" if facts["decider"] else "it is decided"
    return f"{asked}You are heard before {before}{f', needed by {as_when(by, today)}' if by else ''}."


def to_review(reader: Reader) -> Any:
    """What the reader decided, on the day that it was to be looked at again, until it is."""
    mine = DecisionRole.objects.filter(person=reader.person, part=Part.DECIDER)
    found = Decision.objects.filter(state=DecisionState.ACCEPTED, review_on__lte=reader.today, pk__in=mine.values("decision"))
    return found.annotate(
        title_=F("title"), on_=F("review_on"), held_=held(0), facts_=JSONObject(decided="decided_on", objective="objective__title")
    )


def say_review(facts: dict[str, Any], today: date) -> str:
    decided, about = day_of_json(facts["decided"]), facts["objective"]
    said = f"You decided it{f' on {as_when(decided, today)}' if decided else ''}{f', about {about}' if about else ''}"
    return f"{said}: what came of it, and was it the right call?"


def to_answer(reader: Reader) -> Any:
    """What the reader is asked until a day: for their advice, consent or votes."""
    running = Hearing.objects.filter(decision=OuterRef("pk"), closed_at=None)
    return answers_owed(reader.person, reader.today).annotate(
        title_=F("title"),
        on_=Subquery(running.annotate(on=TruncDate("opened_at", tzinfo=reader.zone)).values("on")[:1]),
        held_=held(0),
        facts_=JSONObject(
            asked=Subquery(running.values("opened_by__name")[:1]),
            way=Subquery(running.values("way")[:1]),
            until=Subquery(running.values("closes_on")[:1]),
        ),
    )


WANTED = {
    Way.ADVICE: "asks what you think",
    Way.CONSENT: "asks whether you consent",
    Way.SCORE: "asks you to score the options",
    Way.RANK: "asks you to put the options in an order",
    Way.DOTS: "asks you to vote with dots",
}


def say_answer(facts: dict[str, Any], today: date) -> str:
    """What is asked, and until when; after that silence is consent."""
    until = as_when(day_of_json(facts["until"]), today)
    return f"{first_name(facts['asked'])} {WANTED[Way(facts['way'])]}, until the end of {until}. Silence is consent."


def told(reader: Reader) -> Any:
    """Decisions that the reader's teams were told of, until the reader says that they know."""
    rows = TeamTold.objects.filter(decision=OuterRef("pk"), team__in=reader.led).order_by("team__name")
    decider = DecisionRole.objects.filter(decision=OuterRef("pk"), part=Part.DECIDER).values("person__name")
    return acknowledgements_owed(reader.person).annotate(
        title_=F("title"),
        on_=F("decided_on"),
        held_=held(0),
        facts_=JSONObject(decider=Subquery(decider[:1]), team=Subquery(rows.values("team__name")[:1]), state="state"),
    )


def say_told(facts: dict[str, Any], today: date) -> str:
    how = "decided against it" if facts["state"] == DecisionState.REJECTED else "decided it"
    return f"{first_name(facts['decider'])} {how}, and it touches {facts['team']}"


COMMENTS = "decisions:decision_comments"
INPUT = Kind("input", "answer", "Give input", COMMENTS, "decisions:decision", to_hear, say_input)
REVIEW = Kind("review", "answer", "Look again", "decisions:review", "decisions:decision", to_review, say_review)
DECISION = Kind("decision", "answer", "Decide", "decisions:outcome", "decisions:decision", to_decide, say_decision)
ANSWER = Kind("answer", "answer", "Answer", "decisions:answer", "decisions:decision", to_answer, say_answer, late_after=30)
TOLD = Kind("told", "acknowledge", "We know it", "decisions:acknowledgement", "decisions:decision", told, say_told, is_post=True)
