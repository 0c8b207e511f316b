"""What production runs: the compose file and each of its commands."""
