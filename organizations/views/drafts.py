"""Door: what stands in a form is kept while it is written; only for who writes it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from organizations.actions.drafts import drop_draft, keep_draft
from organizations.forms.drafts import draft_fields, draft_name
from organizations.middleware import MemberRequest
from organizations.reads.drafts import saved_words
from organizations.refusals import NotSaid


@require_POST
def drafts(request: MemberRequest) -> HttpResponse:
    """Answers with the line that stands beside the form: "Draft saved 09:12"; nothing for a form that was emptied."""
    name, fields = draft_name(request.POST), draft_fields(request.POST)
    if name is None:
        raise NotSaid("Name the form that the words belong to, like check_in:12.")
    if fields is None:
        raise NotSaid("This is too long to be kept as a draft. Copy it before you leave the page.")
    now = timezone.now()
    if not any(fields.values()):
        drop_draft(person=request.person, form=name)
        return HttpResponse("", content_type="text/plain")
    keep_draft(person=request.person, form=name, fields=fields, now=now)
    return HttpResponse(saved_words(now, request.person), content_type="text/plain")
