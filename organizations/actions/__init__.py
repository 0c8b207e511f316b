"""Verbs of the organization itself: its people, teams, cycles, invitations and settings, one module per noun."""
