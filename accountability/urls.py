"""Addresses of this room, grouped by noun."""

from django.urls import path

from accountability.views import commitments, faring, promising, sight

app_name = "accountability"
urlpatterns = [
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/new/", promising.commitment_new, name="commitment_new"),
    path("commitments/faring/", faring.faring, name="faring"),
    path("commitments/<int:pk>/", commitments.commitment, name="commitment"),
    path("commitments/<int:pk>/answer/", promising.answer, name="answer"),
    path("commitments/<int:pk>/closure/", commitments.closure, name="closure"),
    path("commitments/<int:pk>/receipt/", promising.receipt, name="receipt"),
    path("commitments/<int:pk>/reopening/", commitments.reopening, name="reopening"),
    path("objectives/<int:pk>/commitments/", commitments.of_objective, name="of_objective"),
    path("objectives/<int:pk>/sight/", sight.of_objective, name="sight"),
    path("strategy/lines/<int:pk>/sight/", sight.of_sentence, name="sight_of_sentence"),
    path("teams/<int:pk>/faring/", faring.of_team, name="faring_of_team"),
    path("alignment/commitments/", sight.of_open_work, name="tracing"),
]
