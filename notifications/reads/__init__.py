"""Looks: what was said about a thing, what a person was told, what a chat hears."""

from notifications.reads.talk import MOST, comment_counts, mentions_owed, talk_about_row

__all__ = ["MOST", "comment_counts", "mentions_owed", "talk_about_row"]
