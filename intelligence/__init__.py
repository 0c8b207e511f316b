"""WHAT we learn."""
