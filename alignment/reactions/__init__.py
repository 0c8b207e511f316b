"""What follows by itself, one module per noun; this room is told of them when all rooms stand."""

from alignment.reactions import check_ins, cycles, dependencies, figures, missed, pulse, strategy, talks

__all__ = ["check_ins", "cycles", "dependencies", "figures", "missed", "pulse", "strategy", "talks"]
