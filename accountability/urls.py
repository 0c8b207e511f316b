"""Addresses of this room, grouped by noun."""

from django.urls import path

from accountability.views import commitments, sight

app_name = "accountability"
urlpatterns = [
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/<int:pk>/", commitments.commitment, name="commitment"),
    path("commitments/<int:pk>/closure/", commitments.closure, name="closure"),
    path("commitments/<int:pk>/reopening/", commitments.reopening, name="reopening"),
    path("objectives/<int:pk>/commitments/", commitments.of_objective, name="of_objective"),
    path("objectives/<int:pk>/sight/", sight.of_objective, name="sight"),
    path("strategy/lines/<int:pk>/sight/", sight.of_sentence, name="sight_of_sentence"),
    path("alignment/commitments/", sight.of_open_work, name="tracing"),
]
