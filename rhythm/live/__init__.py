"""Live pages: what has changed in a running meeting goes to every screen that is open on it."""
