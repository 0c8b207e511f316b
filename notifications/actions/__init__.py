"""Verbs: who is told what, the outbox, and what people say to each other about a thing."""

from notifications.actions.telling import SEND, notify, queue_mail

__all__ = ["SEND", "notify", "queue_mail"]
