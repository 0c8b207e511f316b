"""Forms of this room."""

from accountability.forms.commitments import ClosingForm

__all__ = ["ClosingForm"]
