"""Addresses of this room, grouped by noun."""

from django.urls import path

from accountability import views

app_name = "accountability"
urlpatterns = [
    path("commitments/", views.commitments, name="commitments"),
    path("commitments/<int:pk>/", views.commitment, name="commitment"),
    path("commitments/<int:pk>/closure/", views.closure, name="closure"),
    path("objectives/<int:pk>/commitments/", views.of_objective, name="of_objective"),
]
