"""Addresses of this room, grouped by noun."""

from django.urls import path

from decisions.views import alignment, decisions, load
from notifications.views import comments

app_name = "decisions"
urlpatterns = [
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/new/", decisions.question, name="question"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/comments/", comments, {"about": "decisions.Decision"}, name="decision_comments"),
    path("decisions/<int:pk>/outcome/", decisions.outcome, name="outcome"),
    path("decisions/<int:pk>/handover/", decisions.handover, name="handover"),
    path("objectives/<int:pk>/decisions/", decisions.of_objective, name="of_objective"),
    path("alignment/load/", alignment.load, name="load"),
    path("people/load/", load.of_named, name="load_of_named"),
    path("people/<int:pk>/load/", load.of_person, name="load_of_person"),
    path("teams/<int:pk>/load/", load.of_team, name="load_of_team"),
    path("alignment/settled/", alignment.settled, name="settled"),
]
