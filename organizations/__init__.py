"""WHO we are and WHAT happened."""
