"""Doors: Settings > Data, where a workspace comes in and goes out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.middleware import MemberRequest
from organizations.models import BundleImport
from organizations.models.bundles import ImportState
from organizations.refusals import NotSaid, Refused
from organizations.uploads import too_large
from organizations.verbs import day_of
from peakos.bundles import actions, reads
from peakos.bundles.exporting import write_empty_zip, write_zip
from peakos.bundles.forms import AnswerForm, UploadForm
from peakos.bundles.reading import NotABundle
from peakos.bundles.receiving import NoRoom, discard, store
from peakos.bundles.report import report_lines
from peakos.bundles.sending import send_file

View = Callable[..., HttpResponse | StreamingHttpResponse]
PAGES = {ImportState.PREVIEW: "preview", ImportState.FAILED: "failed", ImportState.DONE: "done", ImportState.UNDONE: "done"}


def runs_the_data(view: View) -> View:
    """Owners and admins; the others hear whom to ask. The verb asks again."""

    @wraps(view)
    def gated(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse | StreamingHttpResponse:
        actions.refuse_outsiders(request.person)
        return view(request, *args, **kwargs)

    return gated


@require_safe
@runs_the_data
def data(request: MemberRequest) -> HttpResponse:
    return data_page(request, UploadForm())


def data_page(request: MemberRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "may_run": True,
        "imports": reads.latest_imports(),
        "running": actions.under_way(),
        "files": reads.format_files(),
        "limit": settings.UPLOAD_MAX_BYTES // 2**20,
        "today": day_of(timezone.now(), request.person.organization),
    }
    return render(request, "peakos/bundles/data.html", context, status=status)


@require_POST
@runs_the_data
def imports(request: MemberRequest) -> HttpResponse:
    """An upload: looked at, kept, and handed to a worker."""
    if too_large(request):
        return refused_upload(request, UploadForm({}), TOO_LARGE.format(settings.UPLOAD_MAX_BYTES // 2**20), status=413)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return data_page(request, form, status=422)
    try:
        path = store(form.cleaned_data["files"], form.source_name)
    except (NotABundle, NoRoom) as problem:
        return refused_upload(request, form, str(problem), status=problem.status_code)
    try:
        row = actions.receive_bundle(
            organization=request.person.organization,
            source_name=form.source_name,
            stored_path=path,
            by=request.person,
            now=timezone.now(),
        )
    except Refused as refusal:
        discard(path)
        return refused_upload(request, form, str(refusal), status=refusal.status_code)
    if row.stored_path != str(path):  # the same upload, sent twice
        discard(path)
    return redirect("bundles:import", request.person.organization.slug, row.pk)


TOO_LARGE = "That is more than the {} MB that are taken at once. Split the bundle: rows may refer to rows imported before."


def refused_upload(request: MemberRequest, form: UploadForm, sentence: str, *, status: int) -> HttpResponse:
    if form.is_bound and form.is_valid():
        form.add_error("upload", sentence)
    else:
        form.errors.clear()
        form.errors["upload"] = form.error_class([sentence])
    return data_page(request, form, status=status)


def find(pk: int) -> BundleImport:
    found: BundleImport = get_object_or_404(BundleImport.objects.select_related("by", "organization"), pk=pk)
    return found


@require_safe
@runs_the_data
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """One import: on its way, to be answered, or over."""
    return import_page(request, find(pk), AnswerForm({"rows": AnswerForm.GOOD_ROWS}))


def import_page(request: MemberRequest, row: BundleImport, form: AnswerForm, status: int = 200) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {"row": row, "form": form, "is_late": reads.is_late(row, now=now)}
    if reads.is_under_way(row):
        return render(request, "peakos/bundles/under_way.html", context | {"step": reads.progress_of(row)}, status=status)
    context |= {"tallies": reads.tallies_of(row), "sieve": reads.findings_of(row, request.GET)}
    return render(request, f"peakos/bundles/{PAGES[ImportState(row.state)]}.html", context, status=status)


@require_safe
@runs_the_data
def progress(request: MemberRequest, pk: int) -> HttpResponse:
    """The bar, asked for every second; once there is something else to see, the page is loaded anew."""
    row = find(pk)
    if not reads.is_under_way(row):
        return HttpResponse(headers={"HX-Refresh": "true"})
    step = reads.progress_of(row)
    is_news = request.GET.get("words", "") != step.words  # a screen reader hears a step once, not every second
    return render(
        request,
        "peakos/bundles/_progress.html",
        {"row": row, "step": step, "is_news": is_news, "is_late": reads.is_late(row, now=timezone.now())},
    )


@require_safe
@runs_the_data
def findings(request: MemberRequest, pk: int) -> HttpResponse:
    """The findings as a file, for whoever mends the bundle."""
    row = find(pk)
    lines = "".join(report_lines(row))
    headers = {"Content-Disposition": f'attachment; filename="findings-{row.pk}.tsv"'}
    return HttpResponse(lines, content_type="text/tab-separated-values; charset=utf-8", headers=headers)


@require_POST
@runs_the_data
def confirmation(request: MemberRequest, pk: int) -> HttpResponse:
    row, form = find(pk), AnswerForm(request.POST)
    if not form.is_valid():
        return import_page(request, row, form, status=422)
    try:
        actions.confirm_import(bundle_import=row, is_strict=form.is_strict, by=request.person, now=timezone.now())
    except NotSaid as problem:
        form.add_error("rows", str(problem))
        return import_page(request, row, form, status=422)
    return redirect("bundles:import", request.person.organization.slug, pk)


@require_POST
@runs_the_data
def cancellation(request: MemberRequest, pk: int) -> HttpResponse:
    row = actions.cancel_import(bundle_import=find(pk), by=request.person, now=timezone.now())
    messages.info(request, f"“{row}” is cancelled. Nothing was changed")
    return redirect("bundles:data", request.person.organization.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@runs_the_data
def undoing(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks first; the answer takes the whole import back, or says why it cannot be."""
    row = find(pk)
    if request.method == "POST":
        actions.undo_import(bundle_import=row, by=request.person, now=timezone.now())
        return redirect("bundles:import", request.person.organization.slug, pk)
    if row.state != ImportState.DONE:
        return redirect("bundles:import", request.person.organization.slug, pk)
    return render(request, "peakos/bundles/undo.html", {"row": row, "may_run": True, "total": reads.tallies_of(row).total})


@require_POST
@runs_the_data
def exports(request: MemberRequest) -> HttpResponse | StreamingHttpResponse:
    """The whole workspace as a zip, written to a file that has no name and sent from there."""
    organization, now = request.person.organization, timezone.now()
    actions.export_workspace(organization=organization, by=request.person, now=now)
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed when the last byte is sent
    write_zip(file, now=now)
    return send_file(request, file, f"{organization.slug}-{day_of(now, organization)}.zip")


@require_safe
@runs_the_data
def empty_bundle(request: MemberRequest) -> HttpResponse | StreamingHttpResponse:
    """The files of the format with their headers, to be filled."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed when the last byte is sent
    write_empty_zip(file, now=timezone.now())
    return send_file(request, file, "empty-bundle.zip")
