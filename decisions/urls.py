"""Addresses of this room, grouped by noun."""

from django.urls import path

from decisions.views import alignment, asking, assumptions, chains, changing, decisions, evidence, fares, hearings, load, telling
from notifications.views import comments

app_name = "decisions"
urlpatterns = [
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/export/", decisions.export, name="export"),
    path("decisions/in-force/", chains.in_force, name="in_force"),
    path("decisions/near/", chains.near, name="near"),
    path("decisions/fares/", fares.fares, name="fares"),
    path("decisions/new/", asking.question, name="question"),
    path("decisions/record/", asking.recording, name="recording"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/comments/", comments, {"about": "decisions.Decision"}, name="decision_comments"),
    path("decisions/<int:pk>/edit/", changing.edit, name="edit"),
    path("decisions/<int:pk>/people/", changing.people, name="people"),
    path("decisions/<int:pk>/reach/", changing.reach, name="reach"),
    path("decisions/<int:pk>/options/new/", changing.option_new, name="option_new"),
    path("options/<int:pk>/edit/", changing.option_edit, name="option_edit"),
    path("options/<int:pk>/removal/", changing.option_removal, name="option_removal"),
    path("decisions/<int:pk>/input/", hearings.hearings, name="hearings"),
    path("decisions/<int:pk>/input/new/", hearings.hearing_new, name="hearing_new"),
    path("decisions/<int:pk>/input/answer/", hearings.answer, name="answer"),
    path("decisions/<int:pk>/input/closing/", hearings.hearing_closing, name="hearing_closing"),
    path("decisions/<int:pk>/outcome/", decisions.outcome, name="outcome"),
    path("decisions/<int:pk>/evidence/", evidence.evidence, name="evidence"),
    path("decisions/<int:pk>/review/", evidence.review, name="review"),
    path("decisions/<int:pk>/reopening/", evidence.reopening, name="reopening"),
    path("decisions/<int:pk>/assumptions/", assumptions.assumption_new, name="assumption_new"),
    path("assumptions/<int:pk>/confirmation/", assumptions.confirmation, name="assumption_confirmation"),
    path("assumptions/<int:pk>/removal/", assumptions.removal, name="assumption_removal"),
    path("decisions/<int:pk>/handover/", decisions.handover, name="handover"),
    path("decisions/<int:pk>/succession/", chains.succession, name="succession"),
    path("decisions/<int:pk>/reversal/", chains.reversal, name="reversal"),
    path("decisions/<int:pk>/near/", chains.near_it, name="near_it"),
    path("decisions/<int:pk>/taken-back/", chains.taken_back, name="taken_back"),
    path("decisions/<int:pk>/copy/", chains.copy, name="copy"),
    path("decisions/<int:pk>/fork/", chains.fork, name="fork"),
    path("decisions/<int:pk>/withdrawal/", asking.withdrawal, name="withdrawal"),
    path("decisions/<int:pk>/take-back/", asking.take_back, name="take_back"),
    path("decisions/<int:pk>/told/", telling.told, name="told"),
    path("decisions/<int:pk>/acknowledgement/", telling.acknowledgement, name="acknowledgement"),
    path("decisions/<int:pk>/dissent/", telling.dissent, name="dissent"),
    path("objectives/<int:pk>/decisions/", decisions.of_objective, name="of_objective"),
    path("alignment/load/", alignment.load, name="load"),
    path("people/load/", load.of_named, name="load_of_named"),
    path("people/<int:pk>/load/", load.of_person, name="load_of_person"),
    path("teams/<int:pk>/load/", load.of_team, name="load_of_team"),
    path("alignment/settled/", alignment.settled, name="settled"),
]
