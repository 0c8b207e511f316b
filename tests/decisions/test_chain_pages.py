"""The pages on which a decision gives way, is undone, is copied and is asked again, as people use them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from decisions.actions import Measure, ask_for_decision, record_decision, reverse_decision, set_criteria
from decisions.models import Decision, DecisionRole
from organizations.models import Organization, Person
from tests.cast import NOW, new_person, new_team
from tests.reading import Reader, in_order, said


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


def logged(by: Person, title: str, **more: Any) -> Decision:
    return record_decision(
        organization=by.organization, title=title, outcome="It is so.", by=by, now=NOW - timedelta(days=9), **more
    )


def send(reader: Reader, name: str, decision: Decision, **form: str) -> Any:
    return reader.client.post(reader.address(f"decisions:{name}", decision.pk), form, follow=True)


def test_deciding_anew_asks_beside_each_field_and_leads_to_what_holds_now(reader: Reader, marta: Person) -> None:
    old = logged(marta, "Freeze on 1 September")
    missing = send(reader, "succession", old, title="Freeze on 1 October")
    assert missing.status_code == 422
    text = said(missing.content.decode())
    assert in_order(text, "Say what is decided, and why.", "Say what has changed since.")
    assert 'value="Freeze on 1 October"' in missing.content.decode()
    done = send(reader, "succession", old, title="Freeze on 1 October", outcome="Later", reason="Two are late")
    assert in_order(said(done.content.decode()), "has taken the place of “Freeze on 1 September”", "Before and after", "replaced")
    assert "There is nothing to take the place of" in reader.page("decisions:succession", old.pk)
    assert "Decide anew" not in reader.page("decisions:decision", old.pk)


def test_one_that_stands_already_is_found_by_title_and_by_address(reader: Reader, marta: Person) -> None:
    old, new, other = (logged(marta, f"Rate card {letter}") for letter in "ABC")
    assert "Which one" in said(send(reader, "succession", old, standing="rate card").content.decode())
    assert "Nothing that was decided" in said(send(reader, "succession", old, standing="Rate card A").content.decode())
    send(reader, "succession", old, standing="rate card b")
    send(reader, "succession", new, standing="http://testserver" + reader.address("decisions:decision", other.pk))
    assert (old.superseded_by.get().decision, new.superseded_by.get().decision) == (new, other)
    circle = send(reader, "succession", other, standing="rate card a")
    assert circle.status_code == 422
    assert "This would be a circle: “Rate card A” → “Rate card C” → “Rate card B” → “Rate card A”" in said(circle.content.decode())


def test_undoing_says_why_and_the_page_tells_since_when(reader: Reader, marta: Person) -> None:
    old = logged(marta, "Freeze on 1 September")
    assert "Say why it no longer holds." in said(send(reader, "reversal", old, reason="  ").content.decode())
    page = said(send(reader, "reversal", old, reason="No partner needs it.").content.decode())
    assert in_order(
        page,
        "is undone",
        "Undone Decided by",
        "Before and after",
        "in force Sat 8 Aug to Mon 17 Aug, then undone",
        "undid it on Mon 17 Aug: No partner",
    )


def test_whose_decision_it_is_not_is_told_whom_to_ask(reader: Reader, tidewater: Organization, marta: Person) -> None:
    karl = Reader(new_person("Karl Nyman", login=True))
    old = logged(marta, "Freeze on 1 September")
    for name in ("succession", "reversal"):
        assert in_order(
            karl.page(f"decisions:{name}", old.pk), "This is not yours to decide anew", "Marta", "ask the question again"
        )
        answer = karl.client.post(karl.address(f"decisions:{name}", old.pk), {"reason": "No", "title": "New", "outcome": "New"})
        assert answer.status_code == 403
    assert not Decision.objects.exclude(pk=old.pk).exists()


def test_asking_again_starts_from_the_words_and_says_where_it_comes_from(reader: Reader, marta: Person, ines: Person) -> None:
    team = new_team("Grid API")
    old = ask_for_decision(
        organization=marta.organization, question="Freeze?", decider=ines, options=["Now", "Later"], context="Two are late.",
        team=team, by=marta, now=NOW,
    )  # fmt: skip
    form = reader.source("decisions:fork", old.pk)
    assert 'value="Freeze?"' in form
    assert in_order(form, "Two are late.", "Now\nLater", "Ask")
    page = said(
        send(reader, "fork", old, question="Freeze at all?", decider="Ines Carvalho", options="Now\nNever").content.decode()
    )
    assert in_order(page, "Ines Carvalho is asked", "Asked again", "Freeze?", "where this question comes from")
    assert in_order(reader.page("decisions:decision", old.pk), "Asked again", "Freeze at all?", "asked again from here")
    new = Decision.objects.get(title="Freeze at all?")
    assert (new.team, [option.text for option in new.options.order_by("position")]) == (team, ["Now", "Never"])


def test_a_copy_is_a_question_of_its_own(reader: Reader, marta: Person, ines: Person) -> None:
    old = logged(marta, "Freeze on 1 September", context="Two are late.")
    assert DecisionRole.objects.get(decision=old).person == marta
    assert "Say who decides: one person." in said(send(reader, "copy", old, question="Freeze?").content.decode())
    send(reader, "copy", old, question="Freeze?", decider="Ines Carvalho", context="Two are late.")
    new = Decision.objects.get(title="Freeze?")
    assert (new.state, new.context, new.origins.exists()) == ("proposed", "Two are late.", False)


@pytest.mark.parametrize("name", ["fork", "copy"])
def test_what_the_options_are_compared_by_comes_along_and_a_second_press_asks_nothing(
    reader: Reader, marta: Person, ines: Person, name: str
) -> None:
    old = ask_for_decision(
        organization=marta.organization, question="Build?", decider=ines, options=["Yes", "No"], by=marta, now=NOW
    )
    set_criteria(decision=old, criteria=[Measure("Cost", 3), Measure("Speed", 1)], by=marta, now=NOW)
    form = reader.source(f"decisions:{name}", old.pk)
    assert "Cost: 3\nSpeed: 1" in form
    once = form.partition('name="once" value="')[2].partition('"')[0]
    asked = {"question": "Build now?", "decider": "Ines Carvalho", "options": "Yes\nNo", "once": once}
    twice = send(reader, name, old, **asked, criteria="Cost: 3\ncost")
    assert (twice.status_code, Decision.objects.filter(title="Build now?").exists()) == (422, False)
    assert "Name each criterion once." in said(twice.content.decode())
    for _ in range(2):
        send(reader, name, old, **asked, criteria="Cost: 3\nRisk")
    new = Decision.objects.get(title="Build now?")
    assert list(new.criteria.order_by("position").values_list("name", "weight")) == [("Cost", 3), ("Risk", 1)]


def test_a_decision_that_only_undoes_is_not_undone_itself(reader: Reader, marta: Person) -> None:
    undoing = reverse_decision(decision=logged(marta, "Freeze on 1 September"), reason="No", by=marta, now=NOW)
    assert "Undo it" not in reader.page("decisions:decision", undoing.pk)
    assert send(reader, "reversal", undoing, reason="We want it back").status_code == 409


@pytest.mark.parametrize("name", ["reversal", "succession"])
def test_a_place_that_was_taken_by_mistake_is_given_back_from_the_toast(reader: Reader, marta: Person, name: str) -> None:
    old = logged(marta, "Freeze on 1 September")
    done = send(reader, name, old, title="Freeze later", outcome="Later", reason="Late").content.decode()
    new = Decision.objects.exclude(pk=old.pk).get()
    undo = reader.address("decisions:taken_back", new.pk)
    assert f'action="{undo}"' in done
    back = said(reader.client.post(undo, follow=True).content.decode())
    assert in_order(back, "“Freeze on 1 September” is as it was", "Decided", "in force since Sat 8 Aug", "withdrawn", "Decide anew")
    assert reader.client.post(undo).status_code == 409
    assert reader.client.post(reader.address("decisions:taken_back", old.pk)).status_code == 409
