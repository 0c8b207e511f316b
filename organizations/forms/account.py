"""Forms of signing in and of passwords: allauth's, in the product's look and words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth

from organizations.forms.fields import dress

RULE = "At least 10 characters. A few words that nobody would guess are better than one that is hard to type."


class Dressed:
    """Puts labels, hints and sentences of ours on a form of allauth's."""

    words: dict[str, tuple[str, str, str]] = {}  # field -> label, hint, what to say when it is empty

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)  # type: ignore[arg-type]
        for name, (label, hint, ask) in self.words.items():
            field = self.fields[name]  # type: ignore[attr-defined]
            field.label, field.help_text, field.error_messages["required"] = label, hint, ask
            field.error_messages["invalid"] = "Write the e-mail address in full, like marta@tidewater.example."


class SignIn(Dressed, allauth.LoginForm):  # type: ignore[misc]
    words = {
        "login": ("E-mail", "", "Write your e-mail address."),
        "password": ("Password", "", "Write your password."),
    }


class ForgottenPassword(Dressed, allauth.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": ("E-mail", "", "Write your e-mail address.")}


TWICE = ("The same once more", "", "Write the new password a second time.")


class NewPassword(Dressed, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    words = {"password1": ("New password", RULE, "Write a new password."), "password2": TWICE}


class FirstPassword(Dressed, allauth.SetPasswordForm):  # type: ignore[misc]
    words = {"password1": ("Password", RULE, "Write a password."), "password2": TWICE}


class OtherPassword(Dressed, allauth.ChangePasswordForm):  # type: ignore[misc]
    words = {
        "oldpassword": ("Current password", "", "Write the password you have now."),
        "password1": ("New password", RULE, "Write a new password."),
        "password2": TWICE,
    }
