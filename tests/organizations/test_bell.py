"""The bell rings once a transaction, and its silence never harms a page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from organizations import bell
from organizations.bell import Ring, ring_after_commit
from organizations.logbook import record
from organizations.models import Organization
from peakos.celery import app
from tests.cast import NOW, new_objective


@pytest.fixture
def broker_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody answers at the broker's address, as when Redis is down."""
    monkeypatch.setattr(bell._Clapper, "rests_until", 0.0)
    before = app.conf.broker_url
    app.conf.update(broker_url="redis://127.0.0.1:1/0", broker_read_url=None, broker_write_url="redis://127.0.0.1:1/0")
    app._after_fork()  # type: ignore[attr-defined]
    yield
    app.conf.update(broker_url=before, broker_write_url=before)
    app._after_fork()  # type: ignore[attr-defined]


def test_many_lines_in_one_transaction_ring_once(
    tidewater: Organization, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    objective = new_objective("12 utilities live")
    with django_capture_on_commit_callbacks() as rings:
        for _ in range(3):
            record("test.happened", by=None, about=objective, now=NOW)
        with transaction.atomic():
            ring_after_commit("organizations.tasks.relay_events")
        ring_after_commit("notifications.tasks.send_deliveries")
    assert rings == [Ring("organizations.tasks.relay_events"), Ring("notifications.tasks.send_deliveries")]


def test_a_verb_succeeds_while_the_broker_is_away_and_the_next_ones_do_not_even_ask(broker_away: None) -> None:
    Ring("organizations.tasks.relay_events")()
    asked_again_at = bell._Clapper.rests_until
    assert asked_again_at > 0, "it rests until the sweeper has been there"
    Ring("organizations.tasks.relay_events")()
    assert bell._Clapper.rests_until == asked_again_at
