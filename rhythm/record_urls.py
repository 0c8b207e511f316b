"""Addresses of what a meeting leaves: its page, minutes, messages, and how a series fares."""

from django.urls import URLPattern, path

from rhythm.views import record

urlpatterns: list[URLPattern] = [path("meetings/<int:pk>/", record.meeting, name="meeting")]
