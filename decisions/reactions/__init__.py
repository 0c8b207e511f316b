"""What follows by itself from questions and decisions, by what it is about."""

from decisions.reactions import asking, blocking, deferring, hearing, leaving, telling
from decisions.reactions.asking import ask_who_is_heard

__all__ = ["ask_who_is_heard", "asking", "blocking", "deferring", "hearing", "leaving", "telling"]
