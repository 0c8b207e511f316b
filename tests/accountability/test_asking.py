"""Somebody asks, the doer answers, the receiver has the last word: what is promised to whom, for which day, and who hears of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine

from accountability import actions
from accountability.actions.entering import seen_as
from accountability.models import Commitment
from notifications.models import Notification
from organizations.logbook import reactions
from organizations.models import Event, Organization, Person, Team
from organizations.refusals import AlreadyClosed, ChangedMeanwhile, DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn
from tests.accountability.promises import FRIDAY, NEXT_FRIDAY, everybody, in_state
from tests.cast import MONDAY, NOW, new_objective, new_person, new_team
from tests.reading import Reader, in_order


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def people(ines: Person) -> dict[str, Person]:
    return everybody(ines)


def asked(organization: Organization, people: dict[str, Person], **more: Any) -> Commitment:
    fields: dict[str, Any] = {
        "title": "Book the slot",
        "asked_for_on": FRIDAY,
        "owner": people["doer"],
        "by": people["asker"],
        "now": NOW,
    } | more
    return actions.ask_for_commitment(organization=organization, **fields)


def hear(name: str) -> list[tuple[str, str]]:
    """Who is told what of the newest line of this name."""
    event = Event.objects.filter(name=name).order_by("-id").first()
    assert event
    for reaction in reactions[name]:
        reaction(event, NOW)
    return sorted(Notification.objects.filter(event=event).values_list("person__name", "reason"))


def test_nothing_is_due_before_the_doer_says_yes_and_then_their_day_is_the_first(
    tidewater: Organization, people: dict[str, Person]
) -> None:
    commitment = asked(tidewater, people)
    assert (commitment.due_on, commitment.original_due_on, commitment.receiver) == (None, None, people["asker"])
    assert hear("commitment.asked") == [("Ines Carvalho", "commitment.waits_on_you")]
    actions.counter_commitment(commitment=commitment, offered_on=NEXT_FRIDAY, note="The vendor", by=people["doer"], now=NOW)
    assert hear("commitment.countered") == [("Ruth Adeyemi", "commitment.waits_on_you")]
    actions.take_offer(commitment=commitment, by=people["asker"], now=NOW)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.due_on, commitment.original_due_on) == ("open", NEXT_FRIDAY, NEXT_FRIDAY)
    assert hear("commitment.offer_taken") == [("Ines Carvalho", "commitment.answered")]


def test_the_receiver_confirms_or_sends_back_and_the_day_stays(
    tidewater: Organization, people: dict[str, Person], marta: Person
) -> None:
    commitment = actions.accept_commitment(commitment=asked(tidewater, people), by=people["doer"], now=NOW)
    actions.finish_commitment(commitment=commitment, evidence="https://slots.example/14", by=people["doer"], now=NOW)
    assert hear("commitment.finished") == [("Ruth Adeyemi", "commitment.done_for_you")]
    with pytest.raises(NotSaid, match="what is missing"):
        actions.send_back_commitment(commitment=commitment, reason=" ", by=people["asker"], now=NOW)
    actions.send_back_commitment(commitment=commitment, reason="No time in it", by=people["asker"], now=NOW)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.completed_on, commitment.due_on) == ("open", None, FRIDAY)
    assert "What is missing No time in it" in Reader(marta).page("accountability:commitment", commitment.pk)
    actions.finish_commitment(commitment=commitment, by=people["doer"], now=NOW)
    actions.confirm_commitment(commitment=commitment, by=people["asker"], now=NOW)
    assert hear("commitment.confirmed") == [("Ines Carvalho", "commitment.received")]


def test_a_day_in_the_past_is_asked_about_and_one_that_passed_meanwhile_too(
    tidewater: Organization, people: dict[str, Person]
) -> None:
    with pytest.raises(DatesOutOfOrder):
        asked(tidewater, people, asked_for_on=MONDAY - timedelta(days=1))
    commitment = asked(tidewater, people)
    with pytest.raises(OutOfTurn, match="passed meanwhile"):
        actions.accept_commitment(commitment=commitment, by=people["doer"], now=NOW + timedelta(days=5))
    with pytest.raises(DatesOutOfOrder):
        actions.counter_commitment(commitment=commitment, offered_on=MONDAY, by=people["doer"], now=NOW + timedelta(days=1))


def test_of_two_at_the_same_moment_one_wins_and_the_other_is_told_who(tidewater: Organization, people: dict[str, Person]) -> None:
    commitment = asked(tidewater, people)
    seen = seen_as(commitment)
    actions.ask_again(commitment=commitment, asked_for_on=NEXT_FRIDAY, by=people["asker"], now=NOW, seen=seen)
    with pytest.raises(ChangedMeanwhile, match="Ruth Adeyemi was faster: “Book the slot” is asked, for 28 August"):
        actions.accept_commitment(commitment=commitment, by=people["doer"], now=NOW, seen=seen)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.due_on) == ("asked", None)
    promised = in_state(tidewater, people, "open")
    actions.rescope_commitment(commitment=promised, due_on=NEXT_FRIDAY, reason="Ill", by=people["teammate"], now=NOW)
    with pytest.raises(AlreadyClosed, match="re-scoped already"):
        actions.rescope_commitment(commitment=promised, due_on=FRIDAY, reason="Moved", by=people["doer"], now=NOW)
    with pytest.raises(ChangedMeanwhile, match="Omar Haddad was faster"):
        actions.finish_commitment(
            commitment=promised, by=people["doer"], now=NOW, seen=seen_as(in_state(tidewater, people, "open"))
        )


def test_due_is_until_the_end_of_the_day_where_the_owner_lives(tidewater: Organization, people: dict[str, Person]) -> None:
    far = new_person("Kai Nakamura", timezone="Pacific/Honolulu")
    commitment = actions.make_commitment(organization=tidewater, title="Send it", due_on=FRIDAY, by=far, now=NOW)
    saturday_here = datetime(2026, 8, 22, 8, 0, tzinfo=UTC)  # still Friday night on Hawaii
    done = actions.finish_commitment(commitment=commitment, by=far, now=saturday_here)
    assert done.completed_on == FRIDAY
    assert Event.objects.get(name="commitment.finished").data["is_on_time"] is True


def test_dropping_what_somebody_waits_for_names_who_agreed(tidewater: Organization, people: dict[str, Person]) -> None:
    commitment = in_state(tidewater, people, "open")
    with pytest.raises(NotSaid, match="who agreed"):
        actions.drop_commitment(commitment=commitment, reason="Moot", by=people["doer"], now=NOW)
    actions.drop_commitment(commitment=commitment, reason="Moot", agreed_by=people["receiver"], by=people["doer"], now=NOW)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.agreed_by) == ("cancelled", people["receiver"])
    assert hear("commitment.dropped") == [("Lena Fischer", "commitment.moved")]


def test_what_repeats_is_promised_anew_when_it_is_closed_and_taken_back_with_it(tidewater: Organization, ines: Person) -> None:
    commitment = actions.make_commitment(
        organization=tidewater, title="Patch rota", due_on=FRIDAY, repeats="FREQ=WEEKLY", by=ines, now=NOW
    )
    actions.finish_commitment(commitment=commitment, by=ines, now=NOW + timedelta(days=20))
    following = Commitment.objects.get(repeat_of=commitment)
    assert following.due_on == FRIDAY + timedelta(days=21), "days that have passed are left out"
    actions.reopen_commitment(commitment=commitment, by=ines, now=NOW + timedelta(days=20))
    assert not Commitment.objects.filter(repeat_of=commitment).exists()
    actions.finish_commitment(commitment=commitment, repeat=False, by=ines, now=NOW + timedelta(days=20))
    assert Commitment.objects.count() == 1


def test_a_private_promise_is_nowhere_but_with_its_two_sides(tidewater: Organization, marta: Person, ines: Person) -> None:
    live = new_objective("12 utilities live")
    secret = actions.make_commitment(
        organization=tidewater, title="Talk to the doctor", due_on=MONDAY, objective=live, is_private=True, by=ines, now=NOW
    )
    other = Reader(marta)
    assert other.get("accountability:commitment", secret.pk).status_code == 404
    for door in ("closure", "answer", "receipt"):
        assert other.get(f"accountability:{door}", secret.pk).status_code == 404
    assert other.get("rhythm:of_commitment", secret.pk).status_code == 404
    pages = [
        ("accountability:commitments", ()),
        ("visibility:changes", ()),
        ("visibility:person", (ines.pk,)),
        ("visibility:my_work", ()),
    ]
    for name, args in [*pages, ("accountability:faring", ()), ("alignment:objective", (live.pk,)), ("visibility:search", ())]:
        assert "Talk to the doctor" not in other.page(name, *args, **({"q": "doctor"} if name.endswith("search") else {})), name
    assert "Talk to the doctor" not in str(list(Event.objects.values_list("about_title", "data")))
    assert "doctor" not in other.slot("accountability:of_objective", live.pk)


def test_asked_in_the_browser_answered_from_my_work_and_confirmed(tidewater: Organization, marta: Person, ines: Person) -> None:
    asker, doer = Reader(marta), Reader(ines)
    said = {"title": "Send the price list", "due_on": FRIDAY.isoformat(), "owner": "Ines"}
    assert asker.client.post(asker.address("accountability:commitment_new"), said).status_code == 302
    commitment = Commitment.objects.get()
    assert in_order(doer.page("visibility:my_work"), "Send the price list", "Marta asks you to promise it for Fri 21 Aug")
    assert "Can you promise it for Fri 21 Aug?" in doer.page("accountability:answer", commitment.pk)
    assert "You carry 0 things" in doer.slot("decisions:load_of_person", ines.pk)
    assert doer.client.post(doer.address("accountability:answer", commitment.pk), {"answer": "counter"}).status_code == 422
    offer = {"answer": "counter", "day": NEXT_FRIDAY.isoformat(), "seen": seen_as(commitment)}
    assert doer.client.post(doer.address("accountability:answer", commitment.pk), offer).status_code == 302
    assert "Ines offers Fri 28 Aug instead of Fri 21 Aug" in asker.page("visibility:my_work")
    stale = doer.client.post(doer.address("accountability:answer", commitment.pk), {"answer": "take", "seen": "old"})
    assert stale.status_code == 403
    late = asker.client.post(
        asker.address("accountability:answer", commitment.pk), {"answer": "take", "seen": "asked/1//2026-08-21/"}
    )
    assert late.status_code == 409
    assert b"Ines Carvalho was faster" in late.content
    commitment.refresh_from_db()
    assert asker.client.post(asker.address("accountability:answer", commitment.pk), {"answer": "take"}).status_code == 302
    assert doer.client.post(doer.address("accountability:closure", commitment.pk), {"ending": "done"}).status_code == 302
    assert "Ines says it is done" in asker.page("visibility:my_work")
    assert asker.client.post(asker.address("accountability:receipt", commitment.pk), {"receipt": "back"}).status_code == 422
    assert asker.client.post(asker.address("accountability:receipt", commitment.pk), {"receipt": "confirm"}).status_code == 302
    assert "confirmed Mon 17 Aug" in asker.page("accountability:commitment", commitment.pk)


def test_past_its_day_it_says_what_kept_it(marta: Person) -> None:
    reader = Reader(marta)
    late = Commitment.objects.create(
        organization=marta.organization, owner=marta, title="Board pre-read", state="open", due_on=MONDAY - timedelta(days=3)
    )
    address = reader.address("accountability:closure", late.pk)
    carry = {"ending": "carry", "due_on": FRIDAY.isoformat(), "reason": "Figures come late"}
    refused = reader.client.post(address, carry)
    assert refused.status_code == 422
    assert b"Say what kept it from its day" in refused.content
    assert b"Figures come late" in refused.content, "what was typed stays"
    assert reader.client.post(address, carry | {"reason_code": "team"}).status_code == 302
    late.refresh_from_db()
    assert (late.state, late.reason_code) == ("rescoped", "team")
    page = reader.page("accountability:commitment", late.successor.pk)
    assert in_order(page, "Re-dated once, first for Fri 14 Aug", "Before that", "Board pre-read")


def test_who_closes_what_somebody_moved_meanwhile_is_told_and_may_go_on_from_there(marta: Person, ines: Person) -> None:
    reader = Reader(marta)
    moved = Commitment.objects.create(
        organization=marta.organization, owner=ines, title="Board pre-read", state="open", due_on=FRIDAY, created_on=MONDAY
    )
    said = {"ending": "done", "reason": "All in it", "seen": seen_as(moved)}
    actions.amend_commitment(commitment=moved, due_on=NEXT_FRIDAY, by=ines, now=NOW)
    stale = reader.client.post(reader.address("accountability:closure", moved.pk), said)
    page = stale.content.decode()
    assert stale.status_code == 422
    assert "Ines Carvalho was faster" in page
    assert "All in it" in page
    moved.refresh_from_db()
    assert f'value="{seen_as(moved)}"' in page
    again = reader.client.post(reader.address("accountability:closure", moved.pk), said | {"seen": seen_as(moved)})
    assert again.status_code == 302


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"title": "A", "due_on": "2026-08-21", "repeats": "hourly"},
        {"title": " ", "due_on": "2026-08-21"},
        {"title": "A", "due_on": "yesterday"},
        {"title": "A", "due_on": "2026-08-01"},
        {"title": "A", "due_on": "0001-01-01"},
        {"title": "A" * 300, "due_on": "2026-08-21"},
        {"title": "A\0b", "due_on": "2026-08-21"},
        {"title": "A", "due_on": "2026-08-21", "owner": "Nobody Known"},
        {"title": "A", "due_on": "2026-08-21", "objective": "no such"},
    ],
)
def test_a_form_that_makes_no_sense_is_asked_back(marta: Person, said: dict[str, str]) -> None:
    reader = Reader(marta)
    answer = reader.client.post(reader.address("accountability:commitment_new"), said)
    assert answer.status_code == 422
    assert not Commitment.objects.exists()


def test_the_form_starts_from_the_row_in_focus(marta: Person, ines: Person) -> None:
    live, reader = new_objective("12 utilities live"), Reader(marta)
    assert 'value="12 utilities live"' in reader.source("accountability:commitment_new", about=f"/tidewater/objectives/{live.pk}/")
    assert 'value="Ines Carvalho"' in reader.source("accountability:commitment_new", about=f"/tidewater/people/{ines.pk}/")
    for about in ("/tidewater/objectives/999999999999/", "/x/", "people/" + "9" * 40, "\0"):
        assert reader.get("accountability:commitment_new", about=about).status_code == 200


def test_a_copy_starts_with_the_words_and_the_sides_and_is_a_promise_of_its_own(
    tidewater: Organization, marta: Person, people: dict[str, Person], ines: Person
) -> None:
    live = new_objective("12 utilities live")
    kept = in_state(
        tidewater, people, "done", objective=live, description="With the report", repeats="FREQ=WEEKLY", repeats_from=MONDAY
    )
    reader = Reader(marta)
    assert f"?copy={kept.pk}" in reader.source("accountability:commitment", kept.pk)
    form = reader.source("accountability:commitment_new", copy=kept.pk)
    for said in ("Book the pen-test slot", "With the report", "Ines Carvalho", "Lena Fischer", "Security", "12 utilities live"):
        assert said in form, said
    own = Reader(ines).get("accountability:commitment_new", copy=kept.pk).context["form"]
    assert (own["owner"].value(), own["due_on"].value(), own["repeats"].value()) == (None, None, None)
    Person.objects.filter(name="Lena Fischer").update(status="inactive")
    type(live).objects.update(state="completed")
    Team.objects.filter(name="Security").update(status="archived")
    form = reader.source("accountability:commitment_new", copy=kept.pk)
    for gone in ("Lena Fischer", 'value="Security"', "12 utilities live"):
        assert gone not in form, gone
    secret = in_state(tidewater, people, "open", title="Talk to the doctor", team=None, is_private=True)
    assert "doctor" not in reader.source("accountability:commitment_new", copy=secret.pk)
    assert "checked" in Reader(ines).source("accountability:commitment_new", copy=secret.pk)
    assert reader.get("accountability:commitment_new", copy="9" * 40).status_code == 200


def test_a_leader_does_not_take_the_day_that_they_offered_themselves(tidewater: Organization, people: dict[str, Person]) -> None:
    """A leader answers in the asker's place, but whoever promises is never both sides."""
    commitment = asked(tidewater, people, owner=people["leader"])
    actions.counter_commitment(commitment=commitment, offered_on=NEXT_FRIDAY, by=people["leader"], now=NOW)
    again, back = partial(actions.ask_again, asked_for_on=FRIDAY), partial(actions.drop_commitment, reason="No")
    for verb in (actions.take_offer, again, back):
        with pytest.raises(NotAllowed):
            verb(commitment=commitment, by=people["leader"], now=NOW)
    marta = new_person("Marta Lindqvist", login=True, access="leader", status="active", key="marta")
    page = Reader(marta).slot("accountability:answer", commitment.pk)
    assert "Ruth Adeyemi asked for Fri 21 Aug" in page, "and not the reader, who answers for her"
    assert actions.take_offer(commitment=commitment, by=marta, now=NOW).state == "open"


def test_the_form_stays_short_on_a_page_that_names_the_team(tidewater: Organization, ines: Person) -> None:
    sso = new_objective("SSO for mid-market", owner=ines, team=new_team("Security", lead=ines))
    reader = Reader(ines)
    page = reader.source("accountability:commitment_new", about=f"/{tidewater.slug}/objectives/{sso.pk}/")
    assert 'value="SSO for mid-market"' in page and 'value="Security"' in page
    assert "<details open>" not in page
    sent = reader.client.post(reader.address("accountability:commitment_new"), {"title": "", "team": "Security"})
    assert b"<details open>" in sent.content, "what was typed there is shown again"


def test_what_was_written_is_shown_where_somebody_else_was_faster_for_good(tidewater: Organization, ines: Person) -> None:
    people = everybody(ines)
    reader = Reader(ines)
    stood = {"open": "closure", "asked": "answer", "done": "receipt"}
    said = {"closure": {"ending": "drop"}, "answer": {"answer": "decline"}, "receipt": {"receipt": "back"}}
    for state, name in stood.items():
        commitment = in_state(tidewater, people, state, receiver=ines, owner=people["teammate"] if state == "done" else ines)
        seen = seen_as(commitment)
        Commitment.objects.filter(pk=commitment.pk).update(state="cancelled", closed_on=MONDAY)
        form = {**said[name], "reason": "Nobody needs it", "seen": seen}
        answer = reader.client.post(reader.address(f"accountability:{name}", commitment.pk), form)
        assert answer.status_code in (409, 422), name
        assert b"What you wrote" in answer.content and b"Nobody needs it" in answer.content, name
