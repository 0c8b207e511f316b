"""The shape of input; nothing is saved here."""

from notifications.forms.comments import CommentForm

__all__ = ["CommentForm"]
