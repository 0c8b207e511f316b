"""The door to which the address in a daily message leads: one click ends it, without signing in, and nothing else."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications.actions.preferences import stop_daily_message
from notifications.reads.unsubscribing import holder_of
from organizations.tenancy import in_organization


@csrf_exempt  # mail programs post here for their reader (RFC 8058); the secret in the address stands for the form's token
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def daily(request: HttpRequest, secret: str) -> HttpResponse:
    """Asks first, since mail programs open addresses by themselves; a POST does it. A second time changes nothing."""
    person = holder_of(secret)
    if person is None:
        return render(request, "notifications/unsubscribing/dead.html", status=404)
    if request.method == "POST":
        with in_organization(person.organization):
            stop_daily_message(person=person, now=timezone.now())
    values = {
        "place": person.organization.name,
        "is_done": request.method == "POST",
        "secret": secret,
        "slug": person.organization.slug,
    }
    return render(request, "notifications/unsubscribing/show.html", values)
