"""What was found between objectives: each kind as one query over all of them, however many there are."""

from alignment.reads.findings.figures import Figures, figures
from alignment.reads.findings.page import GONE, FindingsPage, find, findings_of, findings_page
from alignment.reads.findings.rows import KINDS, SETTLED_IN_WORDS, Finding, Found, Side

__all__ = [
    "GONE",
    "KINDS",
    "SETTLED_IN_WORDS",
    "Figures",
    "Finding",
    "FindingsPage",
    "Found",
    "Side",
    "figures",
    "find",
    "findings_of",
    "findings_page",
]
