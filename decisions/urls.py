"""Addresses of this room, grouped by noun."""

from django.urls import path

from decisions.views import alignment, assumptions, chains, decisions, evidence, fares
from notifications.views import comments

app_name = "decisions"
urlpatterns = [
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/export/", decisions.export, name="export"),
    path("decisions/in-force/", chains.in_force, name="in_force"),
    path("decisions/near/", chains.near, name="near"),
    path("decisions/new/", decisions.question, name="question"),
    path("decisions/fares/", fares.fares, name="fares"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/comments/", comments, {"about": "decisions.Decision"}, name="decision_comments"),
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
    path("objectives/<int:pk>/decisions/", decisions.of_objective, name="of_objective"),
    path("alignment/load/", alignment.load, name="load"),
    path("alignment/settled/", alignment.settled, name="settled"),
]
