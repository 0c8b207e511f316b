"""Looks: one function per page of decisions, each with a bounded number of queries."""
