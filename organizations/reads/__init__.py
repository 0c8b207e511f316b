"""Looks of this room: one function per page, with a bounded number of queries."""
