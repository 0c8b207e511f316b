"""What a door tells the reader when something is done: a sentence, and a way back where there is one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest


def tell(request: HttpRequest, sentence: str, *, undo: str = "") -> None:
    """A toast on the next page; `undo` is the address that takes it back when something is posted to it."""
    messages.info(request, sentence, extra_tags=undo)
