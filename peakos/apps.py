"""Tells Django of the roof; makes the Celery app the current one, so that rooms can ring its bell."""

from importlib import import_module

from django.apps import AppConfig


class PeakosConfig(AppConfig):
    name = "peakos"
    verbose_name = "Peak OS"

    def ready(self) -> None:
        import_module("peakos.celery")
