"""Pieces of lists and heads: the choices above a list, links to people and teams, figures as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from organizations.listing import view_path
from visibility.templatetags.marks import who
from visibility.words import as_days, in_words

register = template.Library()
register.filter("in_words", in_words)


@register.inclusion_tag("shared/_shows.html", takes_context=True)
def choices(context: template.Context, shows: Mapping[str, str], show: str, counts: Mapping[str, int]) -> dict[str, Any]:
    """The views of a list with their counts, as links; those that would be empty are left out, but for the one we are in."""
    rows = [(name, word, counts.get(name, 0)) for name, word in shows.items() if counts.get(name) or name == show]
    return {"rows": rows, "show": show, "request": context["request"]}


@register.simple_tag(takes_context=True)
def person_link(context: template.Context, person: Any) -> SafeString:
    """The owner chip as a link to the person's page."""
    chip = who(context, person)
    if person is None:
        return chip
    return format_html('<a href="{}">{}</a>', reverse("visibility:person", args=[context["organization"].slug, person.pk]), chip)


@register.simple_tag(takes_context=True)
def team_link(context: template.Context, team: Any) -> SafeString | str:
    """A team's name as a link to its page; nothing for no team."""
    if team is None:
        return ""
    return format_html('<a href="{}">{}</a>', reverse("visibility:team", args=[context["organization"].slug, team.pk]), team.name)


@register.simple_tag(takes_context=True)
def place(context: template.Context, name: str, pk: int) -> str:
    """The address of a page by its URL name, for links whose kind is only known from data; some pages are of no row (0)."""
    return reverse(name, args=[context["organization"].slug, *([pk] if pk else [])])


@register.simple_tag(takes_context=True)
def list_here(context: template.Context) -> str:
    """The list that this page is, with its filters, as a saved view keeps it; empty on pages that are no list."""
    request = context["request"]
    path = view_path(request.get_full_path().partition(f"/{context['organization'].slug}/")[2])
    return path or ""


@register.filter
def lasting(days: int | None) -> str:
    """How long something has waited: today, 9 days, 3 weeks."""
    return "today" if days == 0 else as_days(days)


@register.filter
def tenth(percentage: int) -> int:
    """Confidence as it is asked: 0 to 10."""
    return round(percentage / 10)


@register.filter
def figure(number: Decimal | float | None) -> str:
    """4.000000 is 4, 1234.50 is 1,234.5; unknown is a dash."""
    if number is None:
        return "–"
    text = f"{Decimal(str(number)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
