"""WHAT we see."""
