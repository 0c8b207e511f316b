"""Addresses of what a meeting leaves: its page, minutes, messages, and how a series fares."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
