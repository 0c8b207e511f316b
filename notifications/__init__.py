"""WHO must hear."""
