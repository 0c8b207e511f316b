"""Forms of this room."""

from decisions.forms.decisions import HandOverForm, OutcomeForm, QuestionForm

__all__ = ["HandOverForm", "OutcomeForm", "QuestionForm"]
