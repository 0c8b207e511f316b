"""Door: one team asks another for something."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alignment.actions.dependencies import check_may_ask, request_dependency
from alignment.forms.dependencies import AskForm
from alignment.models import Dependency
from alignment.models.dependencies import DependencyKind
from alignment.reads.asking import start_of
from alignment.reads.ledger import teams_of
from organizations.forms.once import key_once, once_token
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.refusals import NotAllowed, NotSaid


@require_http_methods(["GET", "HEAD", "POST"])
def dependency_new(request: MemberRequest) -> HttpResponse:
    """The form, started from where the reader came from; the other team hears of it at once."""
    check_may_ask(request.person)
    start = start_of(Asked(request.GET), teams_of(request.person))
    initial = {
        "from_team": start.from_team,
        "to_team": start.to_team,
        "to_owner": start.lead,
        "from_objective": start.objective,
        "if_it_slips": "priority",
        "title": start.title,
        "description": start.words,
    }
    form = AskForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            dependency = ask(request, form)
        except (NotSaid, NotAllowed) as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, f"{dependency.to_team} is asked, and answers with a day, another day, or no and why")
            return redirect("alignment:dependency", request.person.organization.slug, dependency.pk)
    values = {"form": form, "start": start, "once": once_token(request.POST or request.GET)}
    return render(request, "alignment/dependencies/new.html", values, status=422 if form.errors else 200)


def ask(request: MemberRequest, form: AskForm) -> Dependency:
    """The verb, once however often the form is sent."""
    said, key = form.cleaned_data, key_once(request.POST)
    there: Dependency | None = Dependency.objects.select_related("to_team").filter(key=key).first()
    if there is not None:
        return there
    return request_dependency(
        organization=request.person.organization,
        key=key,
        title=said["title"],
        from_team=said["from_team"],
        from_objective=said["from_objective"],
        to_team=said["to_team"],
        to_objective=said["to_objective"],
        to_owner=said["to_owner"],
        from_owner=request.person,
        kind=DependencyKind(said["kind"] or DependencyKind.WORK),
        needed_by=said["needed_by"],
        acceptance_test=said["acceptance_test"],
        description=said["description"],
        if_it_slips=said["if_it_slips"],
        by=request.person,
        now=timezone.now(),
    )
