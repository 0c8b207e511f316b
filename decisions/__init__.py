"""WHAT we chose."""
