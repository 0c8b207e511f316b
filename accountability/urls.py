"""Addresses of this room, grouped by noun."""

from django.urls import path

from accountability.views import commitments

app_name = "accountability"
urlpatterns = [
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/<int:pk>/", commitments.commitment, name="commitment"),
    path("commitments/<int:pk>/closure/", commitments.closure, name="closure"),
    path("commitments/<int:pk>/reopening/", commitments.reopening, name="reopening"),
    path("objectives/<int:pk>/commitments/", commitments.of_objective, name="of_objective"),
]
