"""Doors: saving a list as a view, and the page of all saved views."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organizations import policy
from organizations.actions.views import delete_view, raise_view, rename_view, save_view
from organizations.forms.views import ViewForm
from organizations.listing import view_path
from organizations.middleware import MemberRequest
from organizations.models import SavedView
from organizations.reads.views import saved_views


@require_http_methods(["GET", "HEAD", "POST"])
def views(request: MemberRequest) -> HttpResponse:
    """All of them; with `at` those of one list, as the fragment above it. A form saves another."""
    if request.method == "POST":
        return save(request)
    at = request.GET.get("at", "")[:1000].replace("\0", "")
    return page(request, at, ViewForm(initial={"path": at}))


def page(request: MemberRequest, at: str, form: ViewForm, status: int = 200) -> HttpResponse:
    person, path = request.person, view_path(at)
    is_fragment = request.headers.get("HX-Request") == "true"
    rows = saved_views(reader=person, here=at if path is not None else "")
    can_save = path is not None and not path.endswith("?") and policy.may_write(person)  # without a filter it is the list
    context = {
        "rows": rows,
        "form": form,
        "at": at if path else "",
        "can_save": can_save,
        "is_saved": any(row.is_here for row in rows),
    }
    template = "organizations/views/_bar.html" if is_fragment else "organizations/views/index.html"
    return render(request, template, context, status=status)


def save(request: MemberRequest) -> HttpResponse:
    form = ViewForm(request.POST)
    if not form.is_valid():
        return page(request, request.POST.get("path", "")[:1000].replace("\0", ""), form, status=422)
    view = save_view(**form.cleaned_data, by=request.person, now=timezone.now())
    messages.info(request, f"“{view.name}” is saved")
    return redirect(f"/{request.person.organization.slug}/{view.path}")


@require_POST
def name(request: MemberRequest, view: int) -> HttpResponse:
    form = ViewForm(request.POST)
    row = get_object_or_404(SavedView.objects.all(), pk=view)
    if not form.is_valid():
        return page(request, "", form, status=422)
    said = form.cleaned_data
    rename_view(view=row, name=said["name"], is_shared=said["is_shared"], by=request.person, now=timezone.now())
    return redirect("organizations:views", request.person.organization.slug)


@require_POST
def place(request: MemberRequest, view: int) -> HttpResponse:
    raise_view(view=get_object_or_404(SavedView.objects.all(), pk=view), by=request.person, now=timezone.now())
    return redirect("organizations:views", request.person.organization.slug)


@require_POST
def deletion(request: MemberRequest, view: int) -> HttpResponse:
    """Deletes it, and offers to take that back."""
    row = get_object_or_404(SavedView.objects.select_related("person"), pk=view)
    delete_view(view=row, by=request.person, now=timezone.now())
    slug, said = request.person.organization.slug, {"name": row.name, "path": row.path, "shared": "1" if row.is_shared else ""}
    undo = f"{reverse('organizations:view_restored', args=[slug])}?{urlencode(said)}" if row.person_id == request.person.pk else ""
    messages.info(request, f"“{row.name}” is deleted", extra_tags=undo)
    return redirect("organizations:views", slug)


@require_POST
def restored(request: MemberRequest) -> HttpResponse:
    """Saves again what was just deleted."""
    said = request.GET
    form = ViewForm({"name": said.get("name", ""), "path": said.get("path", ""), "is_shared": said.get("shared", "")})
    if not form.is_valid():
        return page(request, "", form, status=422)
    save_view(**form.cleaned_data, by=request.person, now=timezone.now())
    return redirect("organizations:views", request.person.organization.slug)
