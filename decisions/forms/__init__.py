"""Forms of this room."""

from decisions.forms.assumptions import AssumptionForm, DropForm
from decisions.forms.decisions import HandOverForm, OutcomeForm, QuestionForm
from decisions.forms.evidence import ExpectationForm, ReopeningForm, ReviewForm

__all__ = [
    "AssumptionForm",
    "DropForm",
    "ExpectationForm",
    "HandOverForm",
    "OutcomeForm",
    "QuestionForm",
    "ReopeningForm",
    "ReviewForm",
]
