"""Forms of this room."""

from accountability.forms.commitments import ClosingForm
from accountability.forms.promising import AnswerForm, PromiseForm, ReceiptForm

__all__ = ["AnswerForm", "ClosingForm", "PromiseForm", "ReceiptForm"]
