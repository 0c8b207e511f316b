"""Template tags of the rhythm room."""
