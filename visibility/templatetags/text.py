"""Text that people wrote: Markdown without HTML, links that leave carefully, and nothing that can run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import nh3
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

register = template.Library()

SCHEMES = ("http://", "https://")
TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "div", "table", "thead", "tbody",
    "tr", "th", "td",
}  # fmt: skip
# Places that may be wider than the page are reached with the keyboard, so that they can be scrolled.
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "pre": {"tabindex"},
    "p": {"class"},
}
KEPT_TEXTS = 512


def is_web(url: str) -> bool:
    """Only the web: no script, no mail, no file, and nothing relative to our own address."""
    return url.strip().lower().startswith(SCHEMES)


class Prose(RendererHTML):
    """Headings would break the page's own, so they become strong lines; pictures become links, since none are fetched."""

    def heading_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return '<p class="ph"><strong>'

    def heading_close(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return "</strong></p>"

    def table_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>'

    def table_close(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return "</table></div>"

    def fence(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return f'<pre tabindex="0"><code>{escaped(tokens[index].content)}</code></pre>\n'

    def code_block(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return self.fence(tokens, index, options, env)

    def image(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        token = tokens[index]
        words = escaped(token.content) or "Picture"
        return f'<a href="{escaped(str(token.attrs.get("src", "")))}">{words}</a>'


def escaped(text: str) -> str:
    return str(format_html("{}", text))


def reader() -> MarkdownIt:
    """A link that leads nowhere on the web keeps its words and loses its address (`kept`)."""
    return MarkdownIt("commonmark", {"html": False}, renderer_cls=Prose).enable(["table", "strikethrough"])


MARKDOWN = reader()


@lru_cache(maxsize=KEPT_TEXTS)
def rendered(text: str) -> str:
    """Markdown as HTML, cleaned once more by a library that knows nothing of how it was made."""
    return nh3.clean(
        MARKDOWN.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow",
        attribute_filter=kept,
    )


def kept(tag: str, name: str, value: str) -> str | None:
    return None if name == "href" and not is_web(value) else value


@register.filter
def prose(text: str) -> SafeString:
    """`{{ text|prose }}`: long text as its writer meant it."""
    return mark_safe(rendered(text)) if text else mark_safe("")


@register.filter
def plain(text: str) -> str:
    """The first line of a long text, without its marks, for a row of a list."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return line.strip().lstrip("#>*- ").replace("`", "").replace("**", "")


@register.simple_tag
def source(url: str, word: str = "Source") -> SafeString | str:
    """A link to where something comes from, if it is one; with the name of the place it leads to."""
    if not is_web(url):
        return ""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return format_html(
        '<a class="link" href="{}" rel="noopener noreferrer nofollow">{}</a> <span class="faint">{}</span>',
        url,
        word,
        host,
    )
