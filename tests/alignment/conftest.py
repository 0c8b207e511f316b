"""Who the stories about objectives, plans and the strategy share."""

from __future__ import annotations

import pytest

from organizations.models import Person, Team
from tests.cast import new_team


@pytest.fixture
def security(ines: Person) -> Team:
    """Security, which Ines leads."""
    return new_team("Security", lead=ines)
