"""How a message reads to each kind of chat: Slack, Microsoft Teams, or any program that takes JSON. Pure."""

from __future__ import annotations

import json
import re
from typing import Any

OPEN = "Open it in Peak OS"


def body_of(kind: str, said: dict[str, Any], key: str) -> bytes:
    """The request's body for what a message says: a title, lines, and the page to open."""
    forms = {"slack": slack, "teams": teams}
    content = forms[kind](said) if kind in forms else {"id": key, **said}
    return json.dumps(content, ensure_ascii=False).encode()


def slack(said: dict[str, Any]) -> dict[str, Any]:
    """https://api.slack.com/messaging/webhooks: three characters are Slack's own, so no text of ours can name a channel."""
    lines = [f"*{for_slack(said['title'])}*", *(f"• {for_slack(line)}" for line in said["lines"]), f"<{said['url']}|{OPEN}>"]
    return {"text": "\n".join(lines), "unfurl_links": False}


def for_slack(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def teams(said: dict[str, Any]) -> dict[str, Any]:
    """A card as the workflow "Post to a channel when a webhook request is received" takes it."""
    title = {"type": "TextBlock", "text": for_teams(said["title"]), "weight": "Bolder", "wrap": True}
    lines = [{"type": "TextBlock", "text": f"- {for_teams(line)}", "wrap": True, "spacing": "Small"} for line in said["lines"]]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [title, *lines],
        "actions": [{"type": "Action.OpenUrl", "title": OPEN, "url": said["url"]}],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}


def for_teams(text: str) -> str:
    """Cards read some Markdown: what people wrote stays as they wrote it."""
    return re.sub(r"([\\\[\]()*_`#])", r"\\\1", text)
