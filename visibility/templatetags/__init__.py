"""Template tags: marks, bars and other word-sized graphics."""
