"""What the edit forms of objectives, measures and initiatives share: saving what differs, and the status they answer with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction

from organizations.middleware import MemberRequest
from organizations.refusals import NotSaid, Refused, WouldBeCircle


def saved(request: MemberRequest, form: Any, change: Callable[[], Any]) -> bool:
    """Save what differs of a form that was posted; False when it is not sound, or the verb asks for more: that stands in it."""
    if request.method != "POST" or form.clashes or not form.is_valid():
        return False
    try:
        with transaction.atomic():
            change()
    except (NotSaid, WouldBeCircle) as problem:
        say_in(form, problem)
        return False
    told = f". Saved by others meanwhile and kept: {form.joined_words}" if form.merge.joined else ""
    messages.info(request, f"“{form.cleaned_data['title']}” is saved{told}")
    return True


def say_in(form: Any, problem: Refused) -> None:
    """What the verb will not do stands at the field that it is about, where there is one."""
    if isinstance(problem, WouldBeCircle):
        form.add_error("parent", ValidationError(str(problem), code="circle"))
    else:
        form.add_error("reason" if str(problem).startswith("Say why") else None, str(problem))


def status_of(form: Any) -> int:
    """409 for words that stand against others' words or would close a circle, 422 for words to put right."""
    return 409 if form.clashes or form.has_error("parent", code="circle") else 422 if form.errors else 200
