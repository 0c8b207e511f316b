"""Door: every check-in that is due for the reader on one screen, posted one by one or all at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alignment.forms.check_ins import CheckInForm
from alignment.reads.reporting import AT_ONCE, Due, draft_name, due_page
from alignment.views.check_ins import post, started_from
from organizations.actions.drafts import keep_draft
from organizations.listing import whole
from organizations.measures import check_in_due_on
from organizations.middleware import MemberRequest
from organizations.reads.drafts import saved_words
from organizations.refusals import Refused
from organizations.verbs import day_of


@dataclass(slots=True)
class Section:
    """One objective of the screen: its form, and what stands beside it after a post."""

    due: Due
    form: CheckInForm
    is_posted: bool = False
    beside: dict[str, Any] = field(default_factory=dict)
    saved: str = ""  # when its draft was kept

    @property
    def name(self) -> str:
        return draft_name(self.due.objective.pk)

    @property
    def is_wrong(self) -> bool:
        return bool(self.form.errors or self.beside)


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: MemberRequest) -> HttpResponse:
    """What is due; posting sends those with a colour, or the one whose button was pressed."""
    today = day_of(timezone.now(), request.person.organization)
    if request.method != "POST":
        page = due_page(request.person, today)
        return answer(request, [opened(request, due) for due in page.rows], has_more=page.has_more)
    one = request.POST.get("one", "")
    sections = [posted(request, due, one) for due in due_page(request.person, today, only=numbers_in(request)).rows]
    if request.headers.get("HX-Request"):
        chosen = [section for section in sections if str(section.due.objective.pk) == one]
        return answer(request, chosen, status=status_of(chosen), fragment=True)
    keep(request, sections)
    done = [section for section in sections if section.is_posted]
    if any(section.is_wrong for section in sections) or not done:
        return answer(request, [s for s in sections if not s.is_posted], status=422, done=done, is_empty_handed=not done)
    messages.info(request, "1 check-in is posted" if len(done) == 1 else f"{len(done)} check-ins are posted")
    return redirect("alignment:my_check_ins", request.person.organization.slug)


def numbers_in(request: MemberRequest) -> list[int]:
    """The objectives that the screen held when it was opened."""
    found = map(whole, request.POST.getlist("due")[:AT_ONCE])
    return [number for number in found if number is not None]


def opened(request: MemberRequest, due: Due) -> Section:
    saved = saved_words(due.draft.saved_at, request.person) if due.draft else ""
    return Section(due, fresh(due), saved=saved)


def fresh(due: Due) -> CheckInForm:
    """Starts from last time's answers but for the colour: choosing it is what says that somebody has looked."""
    begun = started_from(due.last, due.draft)
    if due.draft is None or "claim" not in due.draft.fields:
        begun.pop("claim", None)
    return CheckInForm(
        objective=due.objective, last=due.last, key_results=due.key_results, initial=begun, prefix=f"o{due.objective.pk}"
    )


def posted(request: MemberRequest, due: Due, one: str) -> Section:
    """Post the section if it is meant; what is not comes back as it was typed."""
    prefix = f"o{due.objective.pk}"
    form = CheckInForm(request.POST, objective=due.objective, last=due.last, key_results=due.key_results, prefix=prefix)
    if str(due.objective.pk) != one if one else not request.POST.get(f"{prefix}-claim"):
        return Section(due, untouched(due, form))
    section = Section(due, form)
    try:
        section.is_posted, section.beside = post(request, form)
    except Refused as refusal:  # closed, or handed over, since the screen was opened: the others still go in
        form.add_error(None, str(refusal))
    return section


def untouched(due: Due, form: CheckInForm) -> CheckInForm:
    """The same words in a form that was not sent."""
    typed = words_in(form)
    return CheckInForm(objective=due.objective, last=due.last, key_results=due.key_results, initial=typed, prefix=form.prefix)


def words_in(form: CheckInForm) -> dict[str, Any]:
    prefix = f"{form.prefix}-"
    return {name.removeprefix(prefix): value for name, value in form.data.items() if name.startswith(prefix)}


def keep(request: MemberRequest, sections: list[Section]) -> None:
    """What was typed and not sent becomes a draft, so that posting one loses nothing of the others."""
    for section in sections:
        words = {name: value for name, value in section.form.initial.items() if name not in {"once", "seen"}}
        if not section.form.is_bound and (words.get("claim") or words.get("note")):
            keep_draft(person=request.person, form=section.name, fields=dict(section.form.initial), now=timezone.now())


def status_of(sections: list[Section]) -> int:
    return 422 if any(section.is_wrong for section in sections) else 200


def answer(
    request: MemberRequest, sections: list[Section], *, status: int = 200, fragment: bool = False, **more: Any
) -> HttpResponse:
    organization = request.person.organization
    today = day_of(timezone.now(), organization)
    values = {
        "sections": sections,
        "today": today,
        "due_on": check_in_due_on(today, organization.check_in_every_days),
        **more,
    }
    name = "_sections" if fragment else "mine"
    return render(request, f"alignment/check_ins/{name}.html", values, status=status)
