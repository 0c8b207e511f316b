"""Tells Django of this room; loads its reactions when all rooms stand."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    name = "accountability"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        if find_spec(f"{self.name}.reactions"):
            import_module(f"{self.name}.reactions")
