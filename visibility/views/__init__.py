"""Doors: the pages of this room."""
