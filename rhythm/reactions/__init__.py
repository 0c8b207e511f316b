"""What rhythm does when something happens: weeks are counted, people invited, issues passed on, minutes mailed, messages sent."""

from rhythm import invitations
from rhythm.reactions import huddles, issues, messages, recap, settled, unresolved, weeks

__all__ = [
    "huddles",
    "invitations",
    "issues",
    "messages",
    "recap",
    "settled",
    "unresolved",
    "weeks",
]  # they listen as soon as they are imported
