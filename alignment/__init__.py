"""WHERE we go."""
