"""The words of each pattern for the parts of a decision, and which parts it knows: one person decides in every one of them."""

from __future__ import annotations

PARTS = ("decider", "driver", "approver", "contributor", "performer", "informed")  # in the order in which they are read
OURS = {
    "decider": "Decides",
    "driver": "Drives",
    "approver": "Approves",
    "contributor": "Is heard",
    "performer": "Carries it out",
    "informed": "Is told",
}
# DACI's one approver is who decides, so nobody approves beside them (DOMAIN 1c, R19); RAPID's agreers can say no (R20).
PATTERNS = {
    "": OURS,
    "daci": {"driver": "Driver", "decider": "Approver", "contributor": "Contributor", "informed": "Informed"},
    "rapid": {
        "driver": "Recommends",
        "approver": "Agrees",
        "performer": "Performs",
        "contributor": "Gives input",
        "decider": "Decides",
    },
}


def word_of(part: str, pattern: str = "") -> str:
    """What the pattern calls the part; a part that it does not know goes by our own word."""
    return PATTERNS.get(pattern, OURS).get(part) or OURS[part]


def knows(pattern: str, part: str) -> bool:
    return part in PATTERNS.get(pattern, OURS)
