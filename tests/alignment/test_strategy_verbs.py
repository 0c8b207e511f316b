"""The strategy is published version after version; teams are asked, answer, and are asked again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alignment.actions.impacts import answer_impact, return_impact
from alignment.actions.strategy import publish_strategy, send_strategy, serve_strategy
from alignment.differences import Line, lines_in
from alignment.models import Objective, StrategyImpact, StrategyLine, StrategyVersion
from alignment.reads.owed import impacts_owed
from alignment.reads.strategy import changes_between, line_choices
from alignment.reads.touched import touched_teams
from notifications.models import Delivery, Notification
from organizations import relay
from organizations.actions.drafts import keep_draft
from organizations.models import Draft, Event, Organization, Person, Team
from organizations.refusals import AlreadyClosed, AlreadyThere, ChangedMeanwhile, NotAllowed, NotSaid, OutOfTurn
from tests.cast import MONDAY, NOW, new_objective, new_person, new_team

FIRST = [
    Line(None, "purpose", "Keep the lights on in towns that nobody else serves"),
    Line(None, "annual", "Sixty utilities live within 30 days"),
    Line(None, "annual", "Renew 94% of revenue"),
    Line(None, "not_doing", "No hardware"),
]
LATER = NOW + timedelta(days=3)


@pytest.fixture
def first(tidewater: Organization, marta: Person) -> StrategyVersion:
    return publish_strategy(organization=tidewater, lines=FIRST, based_on=0, by=marta, now=NOW)


def re_worded(version: StrategyVersion, was: str, now: str) -> list[Line]:
    """The page of a version with one sentence changed; an empty one takes the line out."""
    lines = [Line(line.id, line.section, line.text.replace(was, now)) for line in lines_in(version.lines)]
    return [line for line in lines if line.text.strip()]


def publish(
    version: StrategyVersion, lines: list[Line], by: Person | None, send_to: dict[int, str] | None = None
) -> StrategyVersion:
    return publish_strategy(
        organization=version.organization,
        lines=lines,
        based_on=version.number,
        why="We learnt it in the North",
        send_to=send_to,
        by=by,
        now=LATER,
    )


def react() -> None:
    while relay.relay_one(now=LATER):
        pass


def line_of(words: str) -> StrategyLine:
    found: StrategyLine = StrategyLine.objects.get(text__contains=words)
    return found


def test_the_first_version_puts_the_page_down_and_says_so_once(first: StrategyVersion, marta: Person) -> None:
    assert (first.number, first.by, first.is_sent) == (1, marta, False)
    assert [row["text"] for row in first.lines] == [line.text for line in FIRST]
    assert list(StrategyLine.objects.values_list("since", "ended_in").distinct()) == [(1, None)]
    assert [word for word, _ in line_choices()] == ["Purpose", "Annual plan", "Not doing"]
    assert Event.objects.filter(name="strategy.published").count() == 1


def test_lines_keep_who_they_are_through_new_words_a_new_place_and_their_end(first: StrategyVersion, marta: Person) -> None:
    sixty, renew = line_of("Sixty"), line_of("Renew")
    page = [line for line in lines_in(first.lines) if line.id != sixty.pk]
    second = publish(first, [*page, Line(None, "annual", "Hire in the North")], marta)
    third = publish(second, re_worded(second, "Renew 94%", "Renew 95%"), marta)
    renew.refresh_from_db()
    sixty.refresh_from_db()
    assert (third.number, renew.text, renew.since, renew.ended_in) == (3, "Renew 95% of revenue", 1, None)
    assert (sixty.text, sixty.ended_in) == ("Sixty utilities live within 30 days", 2)
    assert line_of("Hire").since == 2
    assert first.lines[1]["text"] == "Sixty utilities live within 30 days", "what was published is never changed"


def test_a_line_that_was_taken_out_can_come_back_as_itself(first: StrategyVersion, marta: Person) -> None:
    sixty = line_of("Sixty")
    second = publish(first, [line for line in lines_in(first.lines) if line.id != sixty.pk], marta)
    publish(second, lines_in(first.lines), marta)
    sixty.refresh_from_db()
    assert sixty.ended_in is None
    assert StrategyLine.objects.count() == 4


def test_who_is_late_is_told_and_nothing_is_overwritten(first: StrategyVersion, marta: Person) -> None:
    amara = new_person("Amara Osei", access="leader")
    publish(first, re_worded(first, "Sixty", "Eighty"), amara)
    with pytest.raises(ChangedMeanwhile, match="Version 2 was published while you wrote"):
        publish(first, re_worded(first, "Sixty", "Ninety"), marta)
    assert line_of("live within").text.startswith("Eighty")
    assert StrategyVersion.objects.count() == 2


def test_what_cannot_be_published_is_said(tidewater: Organization, first: StrategyVersion, marta: Person, ines: Person) -> None:
    same = lines_in(first.lines)
    with pytest.raises(NotAllowed, match="Leaders write the strategy"):
        publish(first, re_worded(first, "Sixty", "Eighty"), ines)
    with pytest.raises(NotSaid, match="Nothing differs from version 1"):
        publish(first, same, marta)
    with pytest.raises(NotSaid, match="Say why the strategy changes"):
        publish_strategy(organization=tidewater, lines=same[1:], based_on=1, why=" ", by=marta, now=NOW)
    with pytest.raises(NotSaid, match="at least one line"):
        publish(first, [Line(None, "purpose", "  ")], marta)
    with pytest.raises(NotSaid, match="to 1,000 characters; it has 4,000"):
        publish(first, [Line(None, "purpose", "⚡" * 4000)], marta)
    with pytest.raises(NotSaid, match="Keep the page to 60 lines"):
        publish(first, [Line(None, "annual", f"Goal {n}") for n in range(61)], marta)
    assert StrategyVersion.objects.count() == 1


def test_a_number_of_another_organizations_line_makes_a_new_line(first: StrategyVersion, marta: Person) -> None:
    second = publish(first, [*lines_in(first.lines), Line(987654, "annual", "Hire")], marta)
    assert second.lines[3]["id"] == line_of("Hire").pk != 987654


def test_publishing_ends_the_own_draft_and_leaves_anothers(first: StrategyVersion, marta: Person) -> None:
    amara = new_person("Amara Osei", access="leader")
    for person in (marta, amara):
        keep_draft(person=person, form="strategy", fields={"based_on": 1, "lines": []}, now=NOW)
    publish(first, re_worded(first, "Sixty", "Eighty"), marta)
    assert [draft.person for draft in Draft.objects.all()] == [amara]


class Tree:
    """Security and Platform work for mid-market; Sales for renewals; Data plans, People has nothing under way."""

    def __init__(self, ines: Person, daniel: Person) -> None:
        self.security, self.platform = new_team("Security", lead=ines), new_team("Platform")
        self.sales, self.data, self.people = new_team("Sales", lead=daniel), new_team("Data"), new_team("People")
        self.live = new_objective("12 mid-market utilities live", serves=line_of("Sixty"))
        self.sso = new_objective("SSO", team=self.security, parent=self.live)
        new_objective("Tenant isolation", team=self.platform, parent=self.sso)
        new_objective("Usage export", team=self.data, parent=self.live, state="proposed")
        self.renewals = new_objective("Renewals", team=self.sales, owner=daniel, serves=line_of("Renew"))


@pytest.fixture
def daniel(tidewater: Organization) -> Person:
    return new_person("Daniel Brooks", login=True, status="active")


@pytest.fixture
def tree(first: StrategyVersion, ines: Person, daniel: Person) -> Tree:
    return Tree(ines, daniel)


def touched(before: StrategyVersion, after: StrategyVersion) -> dict[str, str]:
    return {row.team.name: row.because for row in touched_teams(changes_between(before, after)) if row.is_touched}


def test_a_goal_that_is_re_worded_touches_whoever_works_below_it_and_says_why(
    first: StrategyVersion, tree: Tree, marta: Person
) -> None:
    second = publish(first, re_worded(first, "Sixty", "Eighty"), marta)
    found = touched(first, second)
    assert set(found) == {"Security", "Platform"}
    assert found["Platform"] == (
        "Works for “12 mid-market utilities live”, which serves “Sixty utilities live within 30 days”; that line was re-worded."
    )


def test_a_second_parent_is_a_way_to_be_touched_too(first: StrategyVersion, tree: Tree, marta: Person) -> None:
    tree.renewals.further_parents.create(organization=first.organization, contributes_to=tree.sso)
    second = publish(first, re_worded(first, "Sixty utilities live within 30 days", ""), marta)
    found = touched(first, second)
    assert set(found) == {"Security", "Platform", "Sales"}
    assert found["Sales"].endswith("that line was taken out.")


def test_what_is_not_done_any_more_touches_every_team_with_work_under_way(
    first: StrategyVersion, tree: Tree, marta: Person
) -> None:
    second = publish(first, [*lines_in(first.lines), Line(None, "not_doing", "No reselling")], marta)
    found = touched(first, second)
    assert set(found) == {"Security", "Platform", "Sales"}
    assert found["Sales"] == "Not doing changed, and that holds for every team with work under way."


def ask(version: StrategyVersion, marta: Person, *teams: Team) -> StrategyVersion:
    return publish(version, re_worded(version, "Sixty", "Eighty"), marta, {team.pk: "It works for it." for team in teams})


@pytest.mark.usefixtures("everybody_wants_mail_as_it_happens")
def test_the_lead_of_an_asked_team_hears_of_it_and_owes_a_sentence(
    first: StrategyVersion, tree: Tree, marta: Person, ines: Person
) -> None:
    second = ask(first, marta, tree.security, tree.sales)
    react()
    assert second.is_sent
    lines = Notification.objects.filter(reason__startswith="strategy_impact.waits_on_you").order_by("person__name")
    assert [line.person.name for line in lines] == ["Daniel Brooks", "Ines Carvalho"]
    mail = Delivery.objects.get(recipient="ines@tidewater.example")
    assert mail.subject == "What does version 2 of the strategy mean for Security?"
    assert "We learnt it in the North" in mail.text
    assert [impact.team for impact in impacts_owed(ines)] == [tree.security]


def test_an_owner_hears_that_the_line_is_gone_and_the_objective_goes_on(
    first: StrategyVersion, tree: Tree, marta: Person, daniel: Person
) -> None:
    publish(first, re_worded(first, "Renew 94% of revenue", ""), marta)
    react()
    told = Notification.objects.get(reason="strategy.line_taken_out")
    assert (told.person, told.text) == (daniel, "“Renewals” serves a line that version 2 of the strategy no longer has")
    tree.renewals.refresh_from_db()
    assert (tree.renewals.state, tree.renewals.serves and tree.renewals.serves.ended_in) == ("active", 2)


@pytest.fixture
def question(first: StrategyVersion, tree: Tree, marta: Person) -> StrategyImpact:
    """Security is asked."""
    found: StrategyImpact = ask(first, marta, tree.security).impacts.get()
    return found


def test_a_team_says_in_its_own_words_what_it_means(question: StrategyImpact, ines: Person, daniel: Person) -> None:
    with pytest.raises(NotAllowed, match="You may not speak for Security"):
        answer_impact(impact=question, words="Nothing", by=daniel, now=LATER)
    with pytest.raises(NotSaid, match="Say in one sentence what it means for your team"):
        answer_impact(impact=question, words="  ", by=ines, now=LATER)
    answered = answer_impact(impact=question, words="SSO comes before the audit.", by=ines, now=LATER)
    assert (answered.words, answered.by, answered.answered_on) == ("SSO comes before the audit.", ines, LATER.date())
    assert list(impacts_owed(ines)) == []


def test_the_same_sentence_twice_is_one_answer_and_another_one_keeps_the_first_day(question: StrategyImpact, ines: Person) -> None:
    for _ in range(2):
        answer_impact(impact=question, words="SSO first.", by=ines, now=LATER)
    again = answer_impact(impact=question, words="SSO first, then the audit.", by=ines, now=LATER + timedelta(days=9))
    assert (again.words, again.answered_on) == ("SSO first, then the audit.", LATER.date())
    assert Event.objects.filter(name="strategy_impact.answered").count() == 2


def test_a_misunderstanding_is_said_and_the_team_is_asked_again(
    question: StrategyImpact, marta: Person, ines: Person, daniel: Person
) -> None:
    with pytest.raises(OutOfTurn, match="has not answered yet"):
        return_impact(impact=question, reply="No.", by=marta, now=LATER)
    answer_impact(impact=question, words="We stop the audit.", by=ines, now=LATER)
    with pytest.raises(NotAllowed):
        return_impact(impact=question, reply="No.", by=daniel, now=LATER)
    returned = return_impact(impact=question, reply="The audit goes on; SSO only comes first.", by=marta, now=LATER)
    assert (returned.answered_on, returned.words) == (None, "We stop the audit.")
    assert list(impacts_owed(ines)) == [returned]
    react()
    told = Notification.objects.filter(person=ines, text="Marta Lindqvist meant something else with version 2")
    assert told.count() == 1, "she leads the team and gave the answer, and hears of it once"
    answer_impact(impact=question, words="SSO first, the audit after it.", by=ines, now=LATER + timedelta(hours=1))
    react()
    assert Notification.objects.filter(person=marta, reason__startswith="strategy_impact.answered").count() == 1
    assert list(impacts_owed(ines)) == []


def test_a_newer_question_takes_the_place_of_an_older_one(
    first: StrategyVersion, question: StrategyImpact, tree: Tree, marta: Person, ines: Person
) -> None:
    second = question.version
    third = publish(second, re_worded(second, "Eighty", "Ninety"), marta, {tree.security.pk: ""})
    assert [impact.version for impact in impacts_owed(ines)] == [third]


def test_further_teams_can_be_asked_later_but_none_twice(question: StrategyImpact, tree: Tree, marta: Person) -> None:
    second = question.version
    with pytest.raises(NotSaid, match="at least one team"):
        send_strategy(version=second, send_to={}, by=marta, now=LATER)
    with pytest.raises(AlreadyThere):
        send_strategy(version=second, send_to={tree.security.pk: ""}, by=marta, now=LATER)
    send_strategy(version=second, send_to={tree.security.pk: "", tree.sales.pk: "You sell it."}, by=marta, now=LATER)
    assert set(second.impacts.values_list("team__name", flat=True)) == {"Security", "Sales"}
    third = publish(second, re_worded(second, "Eighty", "Ninety"), marta)
    with pytest.raises(OutOfTurn, match="newer version"):
        send_strategy(version=second, send_to={tree.people.pk: ""}, by=marta, now=LATER)
    assert not third.is_sent


def test_an_objective_says_which_line_it_serves(first: StrategyVersion, tree: Tree, marta: Person, ines: Person) -> None:
    renew, sixty = line_of("Renew"), line_of("Sixty")
    with pytest.raises(NotAllowed):
        serve_strategy(objective=tree.renewals, line=sixty, by=ines, now=NOW)
    served = serve_strategy(objective=tree.sso, line=renew, by=ines, now=NOW)
    assert served.serves == renew
    assert serve_strategy(objective=tree.sso, line=renew, by=ines, now=NOW).serves == renew
    assert Event.objects.filter(name="objective.changed").count() == 1, "saying it twice is saying it once"
    assert serve_strategy(objective=tree.sso, line=None, by=ines, now=NOW).serves is None
    publish(first, re_worded(first, "Renew 94% of revenue", ""), marta)
    renew.refresh_from_db()
    with pytest.raises(AlreadyClosed, match="was taken out in version 2"):
        serve_strategy(objective=Objective.objects.get(pk=tree.sso.pk), line=renew, by=ines, now=NOW)


def test_days_are_counted_from_the_question(question: StrategyImpact) -> None:
    assert question.asked_on == MONDAY + timedelta(days=3)
