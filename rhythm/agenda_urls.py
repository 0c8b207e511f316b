"""Addresses of agendas: of a series, of one meeting, and everybody's preparation."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
