"""Tests of importing and exporting workspaces."""
