"""Forms of this room."""

from decisions.forms.asking import (
    DecisionForm,
    OptionChangeForm,
    OptionForm,
    PeopleForm,
    QuestionForm,
    ReachForm,
    ReasonForm,
    RecordForm,
)
from decisions.forms.decisions import HandOverForm, OutcomeForm
from decisions.forms.hearings import AnswerForm, DissentForm, HearingForm

__all__ = [
    "AnswerForm",
    "DecisionForm",
    "DissentForm",
    "HandOverForm",
    "HearingForm",
    "OptionChangeForm",
    "OptionForm",
    "OutcomeForm",
    "PeopleForm",
    "QuestionForm",
    "ReachForm",
    "ReasonForm",
    "RecordForm",
]
