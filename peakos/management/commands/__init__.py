"""Management commands of the roof, one a module."""
