"""Doors: what people say about a thing, what they are told, how they want to be told, and chats."""

from notifications.views.talk import comments

__all__ = ["comments"]
