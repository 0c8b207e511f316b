"""The Monday view: what is true, what moved, what waits. One section a module; its figures are stored ones."""

from visibility.reads.monday.page import Monday, monday_view

__all__ = ["Monday", "monday_view"]
