"""Doors of this room, one module per noun."""
