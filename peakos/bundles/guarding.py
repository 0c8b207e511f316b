"""How a bundle says that its cells are guarded, with the guard itself."""

from __future__ import annotations

from organizations.spreadsheets import guard, unguard

MANIFEST = "peakos.json"  # {"format": 1, "guarded": true}: an export puts it beside the files

__all__ = ["MANIFEST", "guard", "unguard"]
