"""Doors of this room: the front door, invitations, the demo, settings, and the pages for what goes wrong."""
