"""The form for an organization's own nouns: one and many of each, with a sentence that shows how they sound."""

from __future__ import annotations

from typing import Any

from django import forms

from organizations.forms.fields import PlainForm
from organizations.models import Organization
from organizations.words import PLAIN, called, words_of

SHORTEST, LONGEST = 2, 30
SAYS = {
    "required": "Write a word, or reset all of them.",
    "min_length": f"Write at least {SHORTEST} letters.",
    "max_length": f"Shorten this to {LONGEST} characters.",
}


class WordsForm(PlainForm):
    """Two fields for each noun."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for noun, (one, many) in PLAIN.items():
            for part, usual in (("one", one), ("many", many)):
                self.fields[f"{noun}_{part}"] = word_field(f"{usual.capitalize()}, {'singular' if part == 'one' else 'plural'}")

    @classmethod
    def of(cls, organization: Organization, data: Any = None) -> WordsForm:
        said = {noun: called(noun, organization.words) for noun in PLAIN}
        initial = {f"{noun}_{part}": word for noun, pair in said.items() for part, word in zip(("one", "many"), pair, strict=True)}
        return cls(data, initial=initial, prefix="words")

    @property
    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """The product's noun, and the fields for one and many."""
        return [(one.capitalize(), self[f"{noun}_one"], self[f"{noun}_many"]) for noun, (one, _) in PLAIN.items()]

    @property
    def chosen(self) -> dict[str, dict[str, str]]:
        """What is stored: only what differs from the product's own words."""
        said = {noun: (self.word(noun, "one"), self.word(noun, "many")) for noun in PLAIN}
        return {noun: {"one": one, "many": many} for noun, (one, many) in said.items() if (one, many) != PLAIN[noun]}

    def word(self, noun: str, part: str) -> str:
        """The word as it was typed, or as it is while nothing usable was."""
        value = self.cleaned_data.get(f"{noun}_{part}") if self.is_bound else self.initial.get(f"{noun}_{part}")
        return str(value or self.initial[f"{noun}_{part}"])

    @property
    def preview(self) -> str:
        """The words in a row of sentences as the product writes them."""
        if self.is_bound:
            self.is_valid()
        words = words_of(Organization(words=self.chosen))
        return (
            f"Three of five {words['objectives']} are on pace. {words['an_check_in'].capitalize()} is due on "
            f"{words['an_priority']} that waits for another {words['team']}; two {words['decisions']}, four "
            f"{words['commitments']} and {words['an_dependency']} are open, and {words['an_issue']} was raised."
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        taken: dict[str, str] = {}
        for noun, (one, _) in PLAIN.items():
            mine = {str(said[name]).casefold() for part in ("one", "many") if said.get(name := f"{noun}_{part}")}
            for word in mine & taken.keys():
                self.add_error(f"{noun}_one", f"“{word}” is your word for {taken[word]} already. Choose another for {one}.")
            taken |= dict.fromkeys(mine, one)
        return said


def word_field(label: str) -> forms.CharField:
    attrs = {"autocomplete": "off", "autocapitalize": "none", "maxlength": str(LONGEST)}
    return forms.CharField(
        label=label,
        min_length=SHORTEST,
        max_length=LONGEST,
        error_messages=SAYS,
        widget=forms.TextInput({"class": "inp", **attrs}),
        validators=[on_one_line],
    )


def on_one_line(word: str) -> None:
    """A noun has letters, blanks and hyphens, and nothing that a page would have to hide."""
    if not word.isprintable() or not any(letter.isalpha() for letter in word):
        raise forms.ValidationError("Write it in letters.")
