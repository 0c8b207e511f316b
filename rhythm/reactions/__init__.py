"""What rhythm does when something happens: weeks are counted, a held meeting is mailed, its messages go out and are announced."""

from rhythm.reactions import messages, recap, weeks

__all__ = ["messages", "recap", "weeks"]
