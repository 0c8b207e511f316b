"""Doors: pages of meeting series and issues, and the slots of lower rooms' pages."""
