"""Addresses outside any organization: the front door, invitations, the demo, health."""

from django.urls import URLPattern

app_name = "front"
urlpatterns: list[URLPattern] = []
