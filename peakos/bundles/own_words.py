"""The organization's own nouns: a file whose rows are kept on the organization itself, so that no store declares them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from organizations.models import BundleImport, Organization
from organizations.models.bundles import Outcome
from organizations.tenancy import organization_in_hand
from organizations.words import PLAIN, called
from peakos.bundles.columns import Column
from peakos.bundles.desk import Desk, staged
from peakos.bundles.export_cells import written
from peakos.bundles.format import BY_NAME

WORDS = BY_NAME["words"]
Pairs = dict[str, tuple[str, str]]  # noun of the product -> the organization's one and many


def has_words() -> bool:
    return bool(_organization().words)


def words_to_write(columns: list[Column]) -> Iterator[list[str]]:
    """A row for each noun that is called otherwise here, in the order of the form in the settings."""
    own = _organization().words
    for noun in PLAIN:
        if noun in own:
            yield [written(column, said) for column, said in zip(columns, (noun, *called(noun, own)), strict=True)]


def judge_words(desk: Desk) -> None:
    """Give each sound row its outcome; a word that another noun has already is refused."""
    if not all(desk.has(WORDS, column.name) for column in WORDS.columns):
        return
    own = Organization.objects.get(pk=desk.bundle_import.organization_id).words
    wanted = {line: (noun, pair) for line, noun, pair in _rows(desk, "")}
    while taken := _taken(own, wanted):
        line, word, noun = taken
        del wanted[line]
        message = f"“{word}” is the word for {PLAIN[noun][0]} already. Choose another, or give that one another first."
        desk.refuse(WORDS, "bad_value", "SELECT %(at)s::bigint, 'singular', %(message)s::text", at=line, message=message)
    for line, (noun, pair) in wanted.items():
        new = Outcome.CHANGED if noun in own else Outcome.CREATED
        outcome = Outcome.SAME if called(noun, own) == pair else new
        desk.run(f"UPDATE {staged(WORDS)} SET _outcome = %(outcome)s WHERE _line = %(line)s", outcome=outcome.value, line=line)


def load_words(desk: Desk) -> None:
    """Call things by the words of the rows that are new or changed; what equals the product's own word is not kept."""
    if WORDS not in desk.tables:
        return
    said: Pairs = {noun: pair for outcome in ("created", "changed") for _, noun, pair in _rows(desk, outcome)}
    if said:
        organization = Organization.objects.select_for_update(no_key=True).get(pk=desk.bundle_import.organization_id)
        own = {noun: called(noun, organization.words) for noun in PLAIN} | said
        organization.words = {noun: {"one": one, "many": many} for noun, (one, many) in own.items() if (one, many) != PLAIN[noun]}
        organization.save(update_fields=["words"])


def words_changed_since(bundle_import: BundleImport) -> Iterator[str]:
    """Says so when somebody chose other words after the import did."""
    events = _events_of(bundle_import)
    if events and events[-1].words != _organization().words:
        yield "the organization’s own words"


def take_words_back(bundle_import: BundleImport) -> None:
    """The words as they were before the import changed them."""
    if events := _events_of(bundle_import):
        earlier = _events().filter(pgh_obj_id=bundle_import.organization_id, pgh_id__lt=events[0].pgh_id)
        before = earlier.order_by("-pgh_id").first()
        organization = Organization.objects.select_for_update(no_key=True).get(pk=bundle_import.organization_id)
        organization.words = before.words if before else {}
        organization.save(update_fields=["words"])


def _organization() -> Organization:
    return Organization.objects.get(pk=organization_in_hand())


def _rows(desk: Desk, outcome: str) -> list[tuple[int, str, tuple[str, str]]]:
    """Line, noun, one and many of the staged rows with that outcome."""
    asked = f"SELECT _line, noun, singular, plural FROM {staged(WORDS)} WHERE _outcome = %(outcome)s ORDER BY _line"
    return [(line, noun, (one, many)) for line, noun, one, many in desk.rows(asked, outcome=outcome)]


def _taken(own: dict[str, Any], wanted: dict[int, tuple[str, tuple[str, str]]]) -> tuple[int, str, str] | None:
    """The first row with a word that would be another noun's too: its line, the word, that noun."""
    after: Pairs = {noun: called(noun, own) for noun in PLAIN} | dict(wanted.values())
    for line, (noun, pair) in wanted.items():
        for word in pair:
            for other in PLAIN:
                if other != noun and word.casefold() in {each.casefold() for each in after[other]}:
                    return line, word, other
    return None


def _events() -> Any:
    """The history that the database keeps of organizations."""
    return apps.get_model("organizations.OrganizationEvent")._default_manager


def _events_of(bundle_import: BundleImport) -> list[Any]:
    """What the import wrote of it, first to last."""
    ours = _events().filter(pgh_obj_id=bundle_import.organization_id, pgh_context_id=bundle_import.history_context)
    return list(ours.order_by("pgh_id")) if bundle_import.history_context else []
