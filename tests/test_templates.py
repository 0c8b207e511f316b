"""Every template can be read: a filter whose library is not loaded is found here, not by whoever opens the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

FOLDER = Path(settings.BASE_DIR) / "templates"


@pytest.mark.parametrize("folder", sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))
def test_every_template_of_a_room_compiles(folder: str) -> None:
    paths = sorted((FOLDER / folder).rglob("*.html"))
    assert paths
    for path in paths:
        get_template(str(path.relative_to(FOLDER)))
