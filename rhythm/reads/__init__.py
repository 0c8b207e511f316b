"""Looks: one function per page of meeting series and issues, each with a bounded number of queries."""
