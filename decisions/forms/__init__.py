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
from decisions.forms.blockers import BlockerAnswerForm, BlockerChangeForm, BlockerForm, BlockerReasonForm
from decisions.forms.criteria import CriteriaForm
from decisions.forms.decisions import HandOverForm, OutcomeForm
from decisions.forms.evidence import ExpectationForm, ReopeningForm, ReviewForm
from decisions.forms.hearings import AnswerForm, DissentForm, HearingForm

__all__ = [
    "AnswerForm",
    "AssumptionForm",
    "BlockerAnswerForm",
    "BlockerChangeForm",
    "BlockerForm",
    "BlockerReasonForm",
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
