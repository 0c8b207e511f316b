"""Naming a person in a form: by name, handle or mail, with a slip of the finger, and asked back where it is not clear."""

from __future__ import annotations

import pytest
from django.utils.datastructures import MultiValueDict

from organizations.forms.fields import PlainForm
from organizations.forms.pickers import PersonField, TeamField
from organizations.models import Organization, Person
from organizations.tenancy import in_organization
from tests.cast import new_organization, new_person, new_team
from tests.reading import Reader


class OwnerForm(PlainForm):
    owner = PersonField(label="Owner", ask="Say who owns it.")
    team = TeamField(label="Team")


@pytest.fixture
def people(marta: Person, ines: Person) -> dict[str, Person]:
    ruth = new_person("Ruth Adeyemi", handle="ruth.a")
    jose = new_person("José Núñez", key="jose", email="jn@tidewater.example")
    gone = new_person("Rutger Vos", status="inactive")
    return {"marta": marta, "ines": ines, "ruth": ruth, "jose": jose, "gone": gone}


def filled(**said: str) -> OwnerForm:
    return OwnerForm(MultiValueDict({name.replace("__", "-"): [value] for name, value in said.items()}))


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("Marta Lindqvist", "marta"), ("  marta   lindqvist ", "marta"), ("Lindq", "marta"), ("adeyemi ruth", "ruth"),
        ("@ruth.a", "ruth"), ("JN@tidewater.example", "jose"), ("jose nunez", "jose"), ("Rut", "ruth"),
    ],
)  # fmt: skip
def test_what_can_only_mean_one_person_means_them(people: dict[str, Person], typed: str, who: str) -> None:
    form = filled(owner=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["owner"] == people[who]
    assert form.cleaned_data["team"] is None


def test_a_slip_of_the_finger_is_asked_about_and_one_click_settles_it(people: dict[str, Person]) -> None:
    form = filled(owner="Marta Lindkwist")
    assert form.errors["owner"] == ["There is no person “Marta Lindkwist”. Did you mean Marta Lindqvist?"]
    field = str(form["owner"])
    assert 'value="Marta Lindkwist"' in field
    assert f'type="radio" name="owner-chosen" value="{people["marta"].pk}"' in field
    again = filled(owner="Marta Lindkwist", owner__chosen=str(people["marta"].pk))
    assert again.is_valid()
    assert again.cleaned_data["owner"] == people["marta"]


def test_two_of_one_name_are_told_apart_by_their_handle(people: dict[str, Person]) -> None:
    other = new_person("Ruth Adeyemi", key="ruth-2", handle="ruth.two")
    form = filled(owner="ruth adeyemi")
    assert form.errors["owner"] == ["“ruth adeyemi” fits 2 people. Choose which one you mean."]
    assert "Ruth Adeyemi (ruth.two)" in str(form["owner"])
    assert filled(owner="Ruth Adeyemi (ruth.two)").fields["owner"].clean("Ruth Adeyemi (ruth.two)") == other
    chosen = filled(owner="ruth adeyemi", owner__chosen=str(other.pk))
    assert chosen.is_valid()
    assert chosen.cleaned_data["owner"] == other


def test_a_field_that_nobody_touched_means_who_stood_in_it_even_after_they_left(people: dict[str, Person]) -> None:
    shown = str(OwnerForm(initial={"owner": people["gone"]})["owner"])
    assert 'value="Rutger Vos"' in shown
    assert f'type="hidden" name="owner-chosen" value="{people["gone"].pk}"' in shown
    form = filled(owner="Rutger Vos", owner__chosen=str(people["gone"].pk))
    assert form.is_valid()
    assert not filled(owner="Rutger Vos").is_valid()
    renamed = filled(owner="Ines Carvalho", owner__chosen=str(people["gone"].pk))
    assert renamed.is_valid()
    assert renamed.cleaned_data["owner"] == people["ines"]


@pytest.mark.parametrize("typed", ["", "   ", "\0", "@"])
def test_nothing_typed_is_asked_for_where_it_must_be_said(people: dict[str, Person], typed: str) -> None:
    assert filled(owner=typed).errors["owner"] == ["Say who owns it."]


@pytest.mark.parametrize("typed", ["%", "_", "\\", "*", "a" * 250, "محمد", "🌊", "Robert'); DROP TABLE", "(", "x (", ")", "1e999"])
def test_anything_may_be_typed(people: dict[str, Person], typed: str) -> None:
    form = filled(owner=typed)
    assert not form.is_valid()
    assert "There is no person" in form.errors["owner"][0]
    str(form["owner"])


def test_nobody_of_another_organization_is_found_or_taken(people: dict[str, Person], tidewater: Organization) -> None:
    with in_organization(new_organization("fenmoor")):
        stranger = new_person("Ottoline Kray")
    form = filled(owner="Ottoline Kray", owner__chosen=str(stranger.pk))
    assert not form.is_valid()
    assert "Did you mean" not in form.errors["owner"][0]


def test_suggestions_come_while_typing(people: dict[str, Person], marta: Person) -> None:
    new_team("Security", lead=people["ines"])
    reader = Reader(marta)
    everybody = reader.client.get(reader.address("organizations:pick_people")).content.decode()
    assert everybody.count("<option") == 4
    options = reader.client.get(reader.address("organizations:pick_people"), {"q": "nunez"}).content.decode()
    assert options.strip() == '<option value="José Núñez"></option>'
    slip = reader.client.get(reader.address("organizations:pick_teams"), {"q": "secruity"}).content.decode()
    assert '<option value="Security">team</option>' in slip
    assert "Rutger" not in reader.client.get(reader.address("organizations:pick_people"), {"q": "rut"}).content.decode()
