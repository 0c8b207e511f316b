"""Forms of this room."""

from decisions.forms.asking import (
    DecisionForm,
    DeferralForm,
    OptionChangeForm,
    OptionForm,
    PeopleForm,
    QuestionForm,
    ReachForm,
    ReasonForm,
    RecordForm,
)
from decisions.forms.assumptions import AssumptionForm, DropForm
from decisions.forms.criteria import CriteriaForm
from decisions.forms.decisions import HandOverForm, OutcomeForm
from decisions.forms.evidence import ExpectationForm, ReopeningForm, ReviewForm
from decisions.forms.hearings import AnswerForm, DissentForm, HearingForm

__all__ = [
    "AnswerForm",
    "AssumptionForm",
    "CriteriaForm",
    "DecisionForm",
    "DeferralForm",
    "DissentForm",
    "DropForm",
    "ExpectationForm",
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
    "ReopeningForm",
    "ReviewForm",
]
