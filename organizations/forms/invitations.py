"""Forms of invitations: whom to ask in, and the password of who accepts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from organizations.forms.account import RULE
from organizations.forms.fields import PlainForm, address, line
from organizations.models import Person, User
from organizations.models.people import Access
from organizations.policy import accesses_to_give


class AccessForm(PlainForm):
    """What a person may do; only what the reader may give is on offer."""

    access = forms.ChoiceField(
        label="Access", error_messages={"invalid_choice": "Only owners make owners. Choose one of the list."}
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["access"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(access.value, access.label) for access in accesses_to_give(by)]
        field.error_messages["required"] = "Choose what they may do."


class NewcomerForm(AccessForm):
    """Somebody who is not here yet."""

    name = line("Name", ask="Say who joins: give a name.", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = address(ask="", autocomplete="off", help_text="Leave it empty for somebody who needs no sign-in.")
    title = line("Title")
    field_order = ["name", "email", "title", "access"]

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **({"initial": {"access": Access.MEMBER}} | kwargs))


class InvitationForm(PlainForm):
    """Where to send the link of somebody who is here without a sign-in."""

    email = address(ask="Write the address that the link goes to.", autocomplete="off")


class AcceptanceForm(PlainForm):
    """The first password."""

    password = forms.CharField(
        label="Choose a password",
        help_text=RULE,
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password."},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email))
        return password
