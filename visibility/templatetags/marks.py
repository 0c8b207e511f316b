"""Word-sized graphics: status marks, bars, sparklines, ticks; server-rendered SVG, no script, no inline style."""

from django import template

register = template.Library()
