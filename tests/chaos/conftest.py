"""Fixtures: a plant to break, and the mail server that it sends to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from organizations import bell
from peakos.celery import app
from tests.chaos.plant import Plant, bell_of, open_plant
from tests.postbox import Postbox, open_postbox


@pytest.fixture(scope="session")
def mail_server() -> Iterator[Postbox]:
    with open_postbox() as box:
        yield box


@pytest.fixture(scope="session")
def idle_plant(django_db_setup: None, mail_server: Postbox) -> Iterator[Plant]:
    with open_plant(mail_server.url) as plant:
        yield plant


@pytest.fixture
def postbox(mail_server: Postbox) -> Postbox:
    """The mail server, empty."""
    mail_server.mails.clear()
    mail_server.before_accepting = lambda mail: None
    return mail_server


@pytest.fixture
def plant(transactional_db: None, idle_plant: Plant, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plant]:
    """The plant with an empty broker, that this process's bell rings at; nothing of it outlives the test."""
    monkeypatch.setattr(bell._Clapper, "rests_until", 0.0)
    idle_plant.start_broker()
    idle_plant.broker.flushall()
    with bell_of(idle_plant, app):
        yield idle_plant
    idle_plant.supervised = {}
    idle_plant.kill_all()
