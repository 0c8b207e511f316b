"""Doors to issues: the list, one issue, and what is done with it between meetings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.forms.once import key_once, once_token
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.models import Person
from organizations.refusals import NotAllowed, NotSaid, Refused
from organizations.verbs import day_of
from organizations.views.gates import for_writers
from rhythm import policy
from rhythm.actions import close_issue, park_issue, pass_issue, raise_issue, raise_issue_again, unpark_issue
from rhythm.actions.issues import check_may_move, check_may_raise
from rhythm.forms.issues import AgainForm, AnswerForm, IssueForm, PassForm
from rhythm.models import Issue
from rhythm.reads.issues import SHOWS, asked_issues, issue_list, issue_page
from rhythm.reads.raising import Raising, raising_of


@require_safe
def issues(request: MemberRequest) -> HttpResponse:
    """The issues, the heaviest first; narrowed to a series by votes for its next meeting."""
    now = timezone.now()
    today = day_of(now, request.person.organization)
    asked = asked_issues(Asked(request.GET))
    if asked.series and not policy.may_enter(request.person, asked.series):
        raise Http404
    values = {"asked": asked, "list": issue_list(asked, today, now), "shows": SHOWS, "today": today}
    return render(request, "rhythm/issues/index.html", values)


@require_safe
def issue(request: MemberRequest, pk: int) -> HttpResponse:
    """One issue."""
    today = day_of(timezone.now(), request.person.organization)
    page = issue_page(pk, today)
    if page is None:
        raise Http404
    values = {"page": page, "issue": page.issue, "today": today, "may": policy.may_close_issue(request.person, page.issue)}
    return render(request, "rhythm/issues/show.html", values)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def raising(request: MemberRequest) -> HttpResponse:
    """Put something on a table; about whatever row one came from, and back to the meeting it was raised for."""
    about = raising_of(Asked(request.GET), request.person)
    form = IssueForm(request.POST or None, initial=about.first_words)
    if request.method == "POST" and form.is_valid():
        try:
            raised = put_on_table(request, form, about)
        except NotSaid as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, f"“{raised}” is on the table")
            if about.meeting:
                return redirect("rhythm:preparation", request.person.organization.slug, about.meeting.pk)
            return redirect("rhythm:issue", request.person.organization.slug, raised.pk)
    values = {"form": form, "about": about, "once": once_token(request.POST if request.method == "POST" else None)}
    return render(request, "rhythm/issues/raise.html", values, status=422 if form.errors else 200)


def put_on_table(request: MemberRequest, form: IssueForm, about: Raising) -> Issue:
    """One verb, once however often the form is sent."""
    key = key_once(request.POST)
    already: Issue | None = Issue.objects.filter(key=key).first()
    if already is not None:
        return already
    return raise_issue(
        organization=request.person.organization,
        key=key,
        objective=about.objective,
        decision=about.decision,
        dependency=about.dependency,
        by=request.person,
        now=timezone.now(),
        **form.cleaned_data,
    )


@require_POST
def parking(request: MemberRequest, pk: int) -> HttpResponse:
    """Into the parking lot, or out of it."""
    row = get_object_or_404(Issue, pk=pk)
    if request.POST.get("do") == "unpark":
        unpark_issue(issue=row, by=request.person, now=timezone.now())
        messages.info(request, f"“{row}” is up for the next meeting")
    else:
        park_issue(issue=row, by=request.person, now=timezone.now())
        messages.info(request, f"“{row}” is parked: on the list, and off the next agendas")
    return redirect("rhythm:issue", request.person.organization.slug, pk)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a form does with an issue: its verb, what it is called, and what is said afterwards."""

    form: type[PassForm | AnswerForm | AgainForm]
    do: Callable[..., Issue]
    check: Callable[[Issue, Person], None]  # who may not is told before they write
    heading: str
    button: str
    hint: str
    said: str  # with the title of the issue, and the team that it went to
    has_key: bool = False  # makes a row, once however often the form is sent


DEEDS = {
    "pass": Deed(
        PassForm, pass_issue, check_may_move, "Pass it on", "Pass it on",
        "Whoever leads that team hears of it; the team that passed it on stays named.",
        "“{issue}” is on the table of {issue.team}; its lead hears of it",
    ),
    "answer": Deed(
        AnswerForm, close_issue, check_may_move, "What came of it", "Take it off the table",
        "Nothing leaves without an answer, be it “no action, because”.",
        "“{issue}” is off the table",
    ),
    "again": Deed(
        AgainForm, raise_issue_again, check_may_raise, "It is back", "Raise it again",
        "A new one, tied to the one before: everybody sees how often it was solved.",
        "“{issue}” is on the table again", has_key=True,
    ),
}  # fmt: skip


def door_to(name: str) -> Callable[[MemberRequest, int], HttpResponse]:
    """A form of its own for one deed; refused, it keeps what was typed."""
    deed = DEEDS[name]

    @require_http_methods(["GET", "HEAD", "POST"])
    def door(request: MemberRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(Issue.objects.select_related("team", "organization", "owner"), pk=pk)
        deed.check(row, request.person)
        form, status = deed.form(request.POST or None), 422
        if request.method == "POST" and form.is_valid():
            key = {"key": key_once(request.POST)} if deed.has_key else {}
            try:
                after = deed.do(issue=row, **form.cleaned_data, **key, by=request.person, now=timezone.now())
            except Refused as problem:
                if isinstance(problem, NotAllowed):
                    raise
                form.add_error(None, str(problem))
                status = problem.status_code
            else:
                messages.info(request, deed.said.format(issue=after))
                return redirect("rhythm:issue", request.person.organization.slug, after.pk)
        token = once_token(request.POST if request.method == "POST" else None)
        values = {"issue": row, "form": form, "deed": deed, "once": token}
        return render(request, "rhythm/issues/form.html", values, status=status if form.errors else 200)

    return door


passing, answer, again = door_to("pass"), door_to("answer"), door_to("again")
