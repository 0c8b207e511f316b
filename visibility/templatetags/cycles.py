"""Template tags of the closing of a cycle: scores as people write them, with their colour as a shape."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from visibility.templatetags.marks import glyph

register = template.Library()

# The shape and the word of a score's colour.
BANDS = {"on_track": ("ok", "a hit"), "at_risk": ("risk", "below a hit"), "off_track": ("off", "far below")}


@register.filter
def score(value: Decimal | None) -> str:
    """0.700 is 0.7, 1.000 is 1.0, 0.625 stays; unknown is a dash."""
    if value is None:
        return "–"
    text = f"{value:f}".rstrip("0")
    return f"{text}0" if text.endswith(".") else text if "." in text else f"{text or '0'}.0"


@register.simple_tag
def score_mark(mark: str, value: Decimal | None) -> SafeString:
    """The score with its shape; the word for who does not see it."""
    if mark not in BANDS:
        return format_html('<span class="faint">{}</span>', "not known" if value is None else score(value))
    symbol, word = BANDS[mark]
    return format_html('<span class="st {0}">{1}<b class="num">{2}</b></span>', symbol, glyph(symbol, word), score(value))
