"""The nouns of the interface in this organization's own words: the product says "priority", some say "rock"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from organizations.models import Organization
from organizations.tenancy import words_in_hand

# noun of the product -> (one, many); the order is that of the form in the settings.
PLAIN = {
    "objective": ("objective", "objectives"),
    "priority": ("priority", "priorities"),
    "check_in": ("check-in", "check-ins"),
    "decision": ("decision", "decisions"),
    "commitment": ("commitment", "commitments"),
    "issue": ("issue", "issues"),
    "dependency": ("dependency", "dependencies"),
    "team": ("team", "teams"),
}
NOUN_OF = {one: noun for noun, (one, _) in PLAIN.items()}
MANY = {noun: noun[:-1] + "ies" if noun.endswith("y") else noun + "s" for noun in PLAIN}  # priority -> priorities
SOUNDS_LIKE_YOU = ("uni", "use", "usa", "eu", "one")  # a unit, a one-pager: written with a vowel, said without

Words = Mapping[str, str]  # objective, objectives, Objective, Objectives, an_objective; the same for every noun


def words_of(organization: Organization | None) -> Words:
    """What this organization calls things; the product's own words where it says nothing, or where there is none. No query."""
    return all_of(organization.words if organization is not None else {})


def own_words() -> Words:
    """The same for the organization whose scope is open, for sentences that are made where no organization is passed in."""
    return all_of(words_in_hand())


def all_of(own: dict[str, Any]) -> Words:
    return spelled(tuple((noun, *called(noun, own)) for noun in PLAIN))


def in_own_words(phrase: str) -> tuple[str, str] | None:
    """One and many of a phrase that ends with a noun: "open priority" -> ("open rock", "open rocks"); None without a noun."""
    before, blank, last = phrase.rpartition(" ")
    if last not in NOUN_OF:
        return None
    one, many = called(NOUN_OF[last], words_in_hand())
    return f"{before}{blank}{one}", f"{before}{blank}{many}"


def called(noun: str, own: dict[str, Any]) -> tuple[str, str]:
    """One and many of a noun, in the organization's words or the product's."""
    said = own.get(noun) or {}
    one, many = PLAIN[noun]
    return (said.get("one") or one, said.get("many") or many)


@lru_cache(maxsize=256)
def spelled(nouns: tuple[tuple[str, str, str], ...]) -> Words:
    """Every form that a page needs, under the name that templates use."""
    words: dict[str, str] = {}
    for noun, one, many in nouns:
        words |= {noun: one, MANY[noun]: many, f"an_{noun}": with_article(one)}
        words |= {noun.capitalize(): as_opening(one), MANY[noun].capitalize(): as_opening(many)}
    return words


def as_opening(word: str) -> str:
    """The word at the start of a sentence: its first letter large, the rest as it is ("OKR" stays)."""
    return word[:1].upper() + word[1:]


def with_article(word: str) -> str:
    """A rock, an objective."""
    has_vowel = word[:1].lower() in "aeiou" and not word.lower().startswith(SOUNDS_LIKE_YOU)
    return f"{'an' if has_vowel else 'a'} {word}"
