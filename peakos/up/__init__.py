"""The launcher: everything that `make run`, `make test` and their sisters do, with nothing but Python's own library."""
