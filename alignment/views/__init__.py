"""Doors: pages of objectives, check-ins, dependencies, risks and cycles."""
