"""WHEN we meet."""
