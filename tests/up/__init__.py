"""The launcher, tested with real processes."""
