"""Verbs of a running meeting: what only moves the room leaves no line in the logbook (docs/decisions/0009)."""
