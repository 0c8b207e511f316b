"""Addresses of this room, grouped by noun."""

from django.urls import path

from decisions import views

app_name = "decisions"
urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/<int:pk>/", views.decision, name="decision"),
    path("decisions/<int:pk>/outcome/", views.outcome, name="outcome"),
    path("decisions/<int:pk>/handover/", views.handover, name="handover"),
    path("objectives/<int:pk>/decisions/", views.of_objective, name="of_objective"),
]
