"""What follows by itself, one module per noun; this room is told of them when all rooms stand."""

from alignment.reactions import dependencies, figures, pulse, strategy

__all__ = ["dependencies", "figures", "pulse", "strategy"]
