"""What stories of blockers begin with: something of the platform's that is stuck, and who could clear it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from decisions.actions import Stuck, raise_blocker
from decisions.models import Blocker
from organizations.models import Person
from tests.cast import NOW, new_objective

DAY = timedelta(days=1)


def raised(by: Person, owner: Person, title: str = "No test tenant", *, now: datetime = NOW, **more: Any) -> Blocker:
    """Of an objective of its own where none is named."""
    stuck = more.pop("stuck", None) or Stuck(objective=new_objective(f"Import {title}", owner=by))
    said: dict[str, Any] = {"kind": "team"} | more
    return raise_blocker(organization=by.organization, stuck=stuck, title=title, owner=owner, by=by, now=now, **said)
