"""Words of a form that was not sent yet: kept for the one who wrote them, and dropped when they are sent or given up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from organizations.models import Draft, Person

MOST = 100  # drafts of one person; the oldest make room


def keep_draft(*, person: Person, form: str, fields: dict[str, Any], now: datetime) -> Draft:
    """Keep what stands in a form (`check_in:12`), in place of what was kept before; no line in the logbook, nobody else sees it."""
    draft: Draft
    draft, is_new = Draft.objects.update_or_create(
        person=person,
        form=form,
        defaults={"fields": fields, "saved_at": now},
        create_defaults={"organization_id": person.organization_id, "fields": fields, "saved_at": now},
    )
    if is_new:
        kept = Draft.objects.filter(person=person).order_by("-saved_at", "-pk").values_list("pk", flat=True)
        Draft.objects.filter(pk__in=list(kept[MOST : MOST * 2])).delete()
    return draft


def drop_draft(*, person: Person, form: str) -> None:
    Draft.objects.filter(person=person, form=form).delete()
