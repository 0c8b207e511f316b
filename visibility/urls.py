"""Addresses of this room, grouped by noun."""

from django.urls import path

from visibility.views import monday

app_name = "visibility"
urlpatterns = [
    path("", monday.show, name="monday"),
]
