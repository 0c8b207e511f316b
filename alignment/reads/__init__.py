"""Looks: one function per page of objectives, check-ins, dependencies, risks and cycles, each with a bounded number of queries."""
