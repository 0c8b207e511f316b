"""WHO promised WHAT."""
