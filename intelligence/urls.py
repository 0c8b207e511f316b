"""Addresses of this room, grouped by noun."""

from django.urls import path

from intelligence import views

app_name = "intelligence"
urlpatterns = [
    path("lessons/", views.lessons, name="lessons"),
    path("lessons/<int:pk>/", views.lesson, name="lesson"),
    path("objectives/<int:pk>/lessons/", views.of_objective, name="of_objective"),
]
