"""How dependencies are called where one is typed: by their titles, or their keys."""

from __future__ import annotations

from alignment.models import Dependency
from organizations.reads.named import Names

DEPENDENCIES = Names(Dependency, "dependency", "dependencies", ("title", "key"))
