"""What waits for one reader: a module for each kind of thing, all of them found in one statement."""

from visibility.reads.owed.page import MyWork, my_work

__all__ = ["MyWork", "my_work"]
