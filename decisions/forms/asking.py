"""The shape of a question: what is to be decided, by whom, until when, what can be chosen, who is heard and what waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from alignment.forms.pickers import ObjectiveField
from decisions.actions.asking import Waiting
from decisions.actions.options import Alternative
from decisions.forms.fields import (
    DependencyField,
    OptionsField,
    OwnWords,
    day,
    dependencies_field,
    objectives_field,
    paragraph,
    waiting_for,
)
from decisions.models import Decision, DecisionRole, DecisionTeam, Door, HeldUp, Part, Pattern
from organizations.forms.conflicts import SharedForm
from organizations.forms.fields import PlainForm, line
from organizations.forms.pickers import PersonField, TeamField
from organizations.forms.several import people_field, teams_field, written
from organizations.models import Person

DOORS = {
    Door.TWO_WAY: ("Two-way door", "It can be undone. Needed in two working days."),
    Door.ONE_WAY: ("One-way door", "It cannot. Ten working days, two options at least, looked at again after 90 days."),
}
PATTERNS = [("", "Our own words"), (Pattern.DACI.value, "DACI"), (Pattern.RAPID.value, "RAPID")]
PEOPLE = {
    "drivers": Part.DRIVER,
    "approvers": Part.APPROVER,
    "contributors": Part.CONTRIBUTOR,
    "performers": Part.PERFORMER,
    "informed": Part.INFORMED,
}


class PartFields(forms.Form):
    """Who has which part beside the decider; the words of both patterns stand below."""

    pattern = forms.ChoiceField(
        label="Words for the parts",
        required=False,
        choices=PATTERNS,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the three."},
    )
    contributors = people_field("Who is heard", help_text="DACI: contributors. RAPID: give input.")
    drivers = people_field("Who drives it", rows=1, help_text="DACI: the driver. RAPID: recommends.")
    approvers = people_field("Who is to agree", rows=1, help_text="RAPID: agrees. DACI has none beside the decider.")
    performers = people_field("Who carries it out", rows=1, help_text="RAPID: performs.")
    informed = people_field("Who is told", rows=1, help_text="DACI: informed.")

    @property
    def parts(self) -> dict[Part, list[Person]]:
        return {part: self.cleaned_data[name] for name, part in PEOPLE.items()}


class ReachFields(OwnWords):
    """Which teams it touches, and what waits for it."""

    touches = teams_field("{Teams} that it touches", help_text="Heard before it is decided, and told of it afterwards.")
    waiting_teams = teams_field("{Teams} that wait for it")
    waiting_objectives = objectives_field("{Objectives} that wait for it")
    waiting_dependencies = dependencies_field("{Dependencies} that wait for it")
    there: Sequence[HeldUp] = ()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        fields = ("waiting_teams", "waiting_objectives", "waiting_dependencies")
        self.waiting: list[Waiting] = []
        if not any(name in self.errors for name in fields):
            try:
                self.waiting = waiting_for((said[fields[0]], said[fields[1]], said[fields[2]]), self.there)
            except forms.ValidationError as problem:
                self.add_error("waiting_teams", problem)
        return said


class QuestionForm(PartFields, ReachFields, PlainForm):
    """Four things are asked for: the question, who decides, until when and what waits; all else may be left as it is."""

    field_order = ("question", "decider", "door", "need_by", "context", "options")

    question = line("What is to be decided", ask="Say what is to be decided.")
    decider = PersonField(label="Who decides", ask="Say who decides: one person.")
    door = forms.ChoiceField(
        label="Can it be undone?",
        required=False,
        choices=[(door.value, label) for door, (label, _) in DOORS.items()],
        initial=Door.TWO_WAY,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the two."},
    )
    need_by = day("Needed by")
    context = paragraph("What there is to know", rows=5)
    options = OptionsField(label="What can be chosen")
    team = TeamField(label="{Team} that has the say")
    objective = ObjectiveField(label="About the {objective}")

    @property
    def alternatives(self) -> list[Alternative]:
        found: list[Alternative] = self.cleaned_data["options"]
        return found

    @property
    def doors(self) -> list[tuple[Any, str]]:
        """The choices with what each of them sets."""
        return [(choice, DOORS[Door(choice.data["value"])][1]) for choice in self["door"]]

    @property
    def has_more(self) -> bool:
        """Whether what is folded away has something in it, or something to put right."""
        names = (*PEOPLE, "pattern", "touches", "team", "objective", "waiting_objectives", "waiting_dependencies")
        return any(self[name].errors or self[name].value() for name in names)


class DecisionForm(OwnWords, SharedForm):
    """An open question in other words; somebody else may be changing it too."""

    title = line("What is to be decided", ask="Say what is to be decided.")
    context = paragraph("What there is to know", rows=6)
    need_by = day("Needed by", ask="Say by which day it is needed.")
    door = forms.ChoiceField(
        label="Can it be undone?",
        choices=[(door.value, label) for door, (label, _) in DOORS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it can be undone.", "invalid_choice": "Choose one of the two."},
    )
    team = TeamField(label="{Team} that has the say")
    objective = ObjectiveField(label="About the {objective}")

    @property
    def doors(self) -> list[tuple[Any, str]]:
        return [(choice, DOORS[Door(choice.data["value"])][1]) for choice in self["door"]]


def stored_of(decision: Decision) -> dict[str, Any]:
    """The values of a decision as its form shows them."""
    names = ("title", "context", "need_by", "door", "team", "objective")
    return {name: getattr(decision, name) for name in names}


class PeopleForm(PartFields, SharedForm):
    """Who has which part, but for the decider."""


def stored_people(decision: Decision) -> dict[str, Any]:
    roles = DecisionRole.objects.filter(decision=decision).select_related("person").order_by("position", "id")
    people: dict[str, list[Person]] = {part: [] for part in PEOPLE.values()}
    for role in roles:
        people.setdefault(role.part, []).append(role.person)
    return {"pattern": decision.pattern} | {name: written(people[part], PersonField) for name, part in PEOPLE.items()}


class ReachForm(ReachFields, SharedForm):
    """Which teams it touches, and what waits for it, as it is stored and changed."""

    def __init__(self, *args: Any, there: list[HeldUp], **more: Any) -> None:
        self.there = there
        super().__init__(*args, **more)


def held_up_by(decision: Decision) -> list[HeldUp]:
    related = ("team", "objective", "dependency")
    return list(HeldUp.objects.filter(decision=decision).select_related(*related).order_by("team__name", "id"))


def stored_reach(decision: Decision, there: list[HeldUp]) -> dict[str, Any]:
    teams = DecisionTeam.objects.filter(decision=decision).select_related("team").order_by("position", "id")
    objectives = dict.fromkeys(row.objective for row in there if row.objective and not row.dependency_id)
    dependencies = dict.fromkeys(row.dependency for row in there if row.dependency)
    return {
        "touches": written([row.team for row in teams], TeamField),
        "waiting_teams": written([row.team for row in there if not row.objective_id and not row.dependency_id], TeamField),
        "waiting_objectives": written(objectives, ObjectiveField),
        "waiting_dependencies": "\n".join(
            name or str(one.key)
            for one, name in zip(dependencies, written(dependencies, DependencyField).split("\n"), strict=False)
        ),
    }


class OptionForm(PlainForm):
    """One more option."""

    text = paragraph("The option", "Say what the option is.", rows=2)
    pros = paragraph("What speaks for it", limit=2000, rows=3, help_text="One reason on each line.")
    cons = paragraph("What speaks against it", limit=2000, rows=3, help_text="One reason on each line.")


class OptionChangeForm(SharedForm):
    """An option in other words."""

    text = paragraph("The option", "Say what the option is.", rows=2)
    pros = paragraph("What speaks for it", limit=2000, rows=3, help_text="One reason on each line.")
    cons = paragraph("What speaks against it", limit=2000, rows=3, help_text="One reason on each line.")


class RecordForm(OwnWords, PlainForm):
    """A decision that is made as it is said: what on, what, and for whom."""

    title = line("What was decided on", ask="Say what was decided on, for instance: where the intake queue lives.")
    outcome = paragraph("What was decided, and why", "Say what was decided, and why.", rows=3)
    team = TeamField(label="For")
    tells = teams_field("Who is to know", rows=1, help_text="{Teams}. Their leads are told and say that they know it.")


class DeferralForm(PlainForm):
    """Why not now, and by when instead."""

    reason = paragraph("Why it is put off", "Say why it is put off.", limit=1000, rows=3)
    need_by = day("Needed by, instead", ask="Say by which day it is needed instead.")


class ReasonForm(PlainForm):
    """Why it need not be decided any more."""

    reason = paragraph("Why it need not be decided any more", "Say why it need not be decided any more.", rows=3)
