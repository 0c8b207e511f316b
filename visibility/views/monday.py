"""The Monday view: the page a leader opens."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from accountability.days import day_at
from organizations.kept import kept
from organizations.middleware import MemberRequest
from organizations.models import Person
from organizations.verbs import day_of
from organizations.words import words_of
from visibility.reads.counts import KEPT_SECONDS, change_of
from visibility.reads.monday import Monday, monday_view
from visibility.reads.monday.first_steps import first_steps


def show(request: MemberRequest) -> HttpResponse:
    """The page; its body is kept for this reader until something happens in the organization."""
    now = timezone.now()
    today = day_of(now, request.person.organization)
    body = body_for(request.person, today, day_at(request.person, now, today))
    return render(request, "visibility/monday/show.html", {"body": body, "today": today})


def body_for(person: Person, today: date, own_day: date) -> SafeString:
    """The rendered page body of one reader, one day here and where they live, and one state of the organization."""
    key = f"monday:{person.pk}:{today}:{own_day}:{change_of(person)}"
    body: str | None = kept.get(key)
    if body is None:
        monday = monday_view(person=person, today=today, own_day=own_day)
        steps = first_steps(person.organization) if monday.is_empty else []
        context = {
            "monday": monday,
            "today": today,
            "steps": steps,
            "me": person,
            "organization": person.organization,
            "words": words_of(person.organization),
        }
        body = render_to_string("visibility/monday/_body.html", context | {"sections": sections_of(monday, context)})
        kept.set(key, body, KEPT_SECONDS)
    return mark_safe(body)  # noqa: S308  our own template's output, escaped there


def sections_of(monday: Monday, context: dict[str, Any]) -> dict[str, SafeString]:
    """The organization's sections as HTML: drawn once for all readers, and anew for those whose name stands in them."""
    if monday.is_empty:
        return {}
    me: Person = context["me"]
    is_named = me.pk in monday.named
    key = f"sections:{me.organization_id}:{monday.today}:{change_of(me)}"
    sections: dict[str, str] | None = None if is_named else kept.get(key)
    if sections is None:
        sections = {name: render_to_string(f"visibility/monday/_{name}.html", context) for name in ("objectives", "further")}
        if not is_named:
            kept.set(key, sections, KEPT_SECONDS)
    return {name: mark_safe(html) for name, html in sections.items()}  # noqa: S308  as above
