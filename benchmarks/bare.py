"""The bare page: session, user, one SELECT, a small template. The yardstick for every page of the product."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from organizations.models import Organization

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATE = "<!doctype html><title>{{ row.name }}</title><h1>{{ row.name }}</h1><p>{{ user.email }}</p><p>{{ row.slug }}</p>"


def bare(request: HttpRequest) -> HttpResponse:
    row = Organization.objects.order_by("id").first()
    page = engines["django"].from_string(TEMPLATE) if not hasattr(bare, "page") else bare.page
    bare.page = page  # type: ignore[attr-defined]
    return HttpResponse(page.render({"row": row, "user": request.user}))


urlpatterns = [path("bare/", bare)]
