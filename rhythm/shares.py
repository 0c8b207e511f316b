"""How the time of a segment is shared among what the room voted for; pure, in whole minutes."""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 3


def minutes_by_votes(minutes: int, votes: Sequence[int]) -> list[int]:
    """25 minutes for votes 6, 5 and 1 are 12, 10 and 3: each has the least, the rest goes by votes, all of it is given.

    Without votes all share alike; where there is less than the least for each, the first ones get what there is.
    """
    if not votes or minutes <= 0:
        return [0] * len(votes)
    least = min(LEAST, minutes // len(votes))
    if least == 0:
        return [1 if place < minutes else 0 for place in range(len(votes))]
    rest = minutes - least * len(votes)
    weights = list(votes) if sum(votes) else [1] * len(votes)
    total = sum(weights)
    shares = [rest * weight // total for weight in weights]
    by_remainder = sorted(range(len(votes)), key=lambda place: (-(rest * weights[place] % total), place))
    for place in by_remainder[: rest - sum(shares)]:
        shares[place] += 1
    return [least + share for share in shares]
