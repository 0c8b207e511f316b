"""Addresses of a meeting while it runs: the room, its stream, and each thing that is done in it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
