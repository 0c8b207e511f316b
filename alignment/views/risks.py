"""Doors to risks: the register, and one risk."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alignment import policy
from alignment.actions import settle_risk
from alignment.actions.risks import check_may_settle
from alignment.forms.risks import SettleRiskForm
from alignment.models import Risk
from alignment.models.risks import RiskState
from alignment.reads.risks import SHOWS, asked_risks, risk_page, risk_register
from organizations.listing import Asked
from organizations.middleware import MemberRequest
from organizations.models import Person
from organizations.refusals import NotAllowed, Refused
from organizations.verbs import day_of


@require_safe
def risks(request: MemberRequest) -> HttpResponse:
    """The register, the gravest first."""
    asked = asked_risks(Asked(request.GET))
    today = day_of(timezone.now(), request.person.organization)
    values = {"asked": asked, "register": risk_register(asked), "shows": SHOWS, "today": today}
    return render(request, "alignment/risks/index.html", values)


@require_safe
def risk(request: MemberRequest, pk: int) -> HttpResponse:
    """One risk."""
    page = risk_page(pk)
    if page is None:
        raise Http404
    today = day_of(timezone.now(), request.person.organization)
    values = {"page": page, "risk": page.risk, "today": today, "may": may_settle(request.person, page.risk)}
    return render(request, "alignment/risks/show.html", values)


def may_settle(person: Person, risk: Risk) -> bool:
    return risk.state == RiskState.OPEN and policy.may_settle_risk(person, risk)


@require_http_methods(["GET", "HEAD", "POST"])
def settlement(request: MemberRequest, pk: int) -> HttpResponse:
    """What becomes of a risk; refused, it keeps what was typed."""
    row = get_object_or_404(Risk.objects.select_related("objective", "owner", "organization"), pk=pk)
    check_may_settle(row, request.person)
    form, status = SettleRiskForm(request.POST or None, initial={"owner": row.owner, "mitigation": row.mitigation}), 422
    if request.method == "POST" and form.is_valid():
        try:
            settle_risk(risk=row, **form.words(), by=request.person, now=timezone.now())
        except Refused as problem:
            if isinstance(problem, NotAllowed):
                raise
            form.add_error(None, str(problem))
            status = problem.status_code
        else:
            messages.info(request, f"“{row}” is settled")
            return redirect("alignment:risk", request.person.organization.slug, pk)
    return render(request, "alignment/risks/settle.html", {"risk": row, "form": form}, status=status if form.errors else 200)
