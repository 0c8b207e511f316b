"""Text that people wrote: shown as they meant it, unable to run, and leading nowhere but to the web."""

from __future__ import annotations

from decimal import Decimal

import pytest

from visibility.templatetags.lists import figure
from visibility.templatetags.text import plain, prose, source


def test_markdown_is_shown_as_it_was_meant() -> None:
    shown = prose("We **agreed** on:\n\n- SSO\n- `auth`\n\n|who|when|\n|-|-|\n|Ines|Friday|\n\n```\nx < y\n```")
    for piece in ("<strong>agreed</strong>", "<li>SSO</li>", "<code>auth</code>", "<td>Ines</td>", "x &lt; y"):
        assert piece in shown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](javascript:alert(1))",
        "<a href='https://x' onclick='alert(1)'>x</a>",
        '[x](https://e.org "onmouseover=alert(1)")',
        "[a]: javascript:alert(1)\n\n[a]",
        "`</code><script>alert(1)</script>`",
        "```html\n</pre><script>alert(1)</script>\n```",
        "<https://e.org/\"onmouseover='alert(1)'>",
    ],
)
def test_nothing_in_a_text_can_run(text: str) -> None:
    shown = prose(text).lower()
    assert "<script" not in shown
    assert "<img" not in shown
    for tag in shown.split("<")[1:]:
        attributes = tag.split(">")[0]
        assert "javascript:" not in attributes
        assert "data:" not in attributes
        assert " on" not in attributes


def test_a_link_leaves_without_telling_where_it_came_from_and_a_path_of_ours_is_no_link() -> None:
    assert 'rel="noopener noreferrer nofollow"' in prose("[spec](https://example.org/spec)")
    assert "href" not in prose("[settings](/tidewater/settings/) and [file](./README.md) and [mail](mailto:a@b.example)")


def test_a_picture_is_a_link_to_it_since_none_is_fetched() -> None:
    assert prose("![the map](https://example.org/map.png)") == (
        '<p><a href="https://example.org/map.png" rel="noopener noreferrer nofollow">the map</a></p>\n'
    )


def test_a_heading_in_a_text_does_not_break_the_headings_of_the_page() -> None:
    assert "<h" not in prose("# Goals\n\nText\n\nSub\n---")
    assert "<strong>Goals</strong>" in prose("# Goals")


def test_wide_tables_and_code_can_be_reached_with_the_keyboard() -> None:
    assert 'tabindex="0"' in prose("|a|b|\n|-|-|\n|1|2|")
    assert '<pre tabindex="0">' in prose("    code")


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "//evil.example", "/tidewater/", "ftp://e.org", "http://[", "mailto:a@b.example"]
)
def test_an_address_that_is_not_of_the_web_is_no_link(url: str) -> None:
    assert source(url) == ""


def test_a_source_says_where_it_leads() -> None:
    shown = source('https://github.com/"><script>')
    assert "github.com</span>" in shown
    assert "<script" not in shown


def test_a_row_shows_the_first_line_of_a_long_text() -> None:
    assert plain("\n## **Ask** the `crews`\n\nmore") == "Ask the crews"
    assert plain("") == ""


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("4.000000", "4"),
        ("7.900000", "7.9"),
        ("1234567.500000", "1,234,567.5"),
        ("0", "0"),
        ("-3.10", "-3.1"),
        ("1000", "1,000"),
        (None, "–"),
    ],
)
def test_figures_are_written_as_people_write_them(number: str | None, shown: str) -> None:
    assert figure(Decimal(number) if number is not None else None) == shown
