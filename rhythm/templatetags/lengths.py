"""How long a meeting takes, in words."""

from __future__ import annotations

from django import template

from rhythm.days import in_words

register = template.Library()
register.filter("takes", in_words)
