"""Words of a form that was not sent yet: kept for the one who wrote them, and dropped when they are sent or given up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from organizations.models import Draft, Person


def keep_draft(*, person: Person, form: str, fields: dict[str, Any], now: datetime) -> Draft:
    """Keep what stands in a form (`check_in:12`), in place of what was kept before; no line in the logbook, nobody else sees it."""
    draft: Draft
    draft, _ = Draft.objects.update_or_create(
        person=person,
        form=form,
        defaults={"fields": fields, "saved_at": now},
        create_defaults={"organization_id": person.organization_id, "fields": fields, "saved_at": now},
    )
    return draft


def drop_draft(*, person: Person, form: str) -> None:
    Draft.objects.filter(person=person, form=form).delete()
