"""A running product with the demo company in a database of its own, and a Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright

from peakos.celery import app
from tests.ports import own_port
from tests.postbox import Postbox, open_postbox

CHECKOUT = Path(settings.BASE_DIR)
# The headless shell first: the whole browser draws its own windows and menus, which nobody sees.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in BROWSERS if (found := shutil.which(name))), "")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A page is what is expected of it or becomes so; how long it takes on a busy machine is asserted by nobody.
PATIENCE = 60_000  # milliseconds
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


class Product:
    """The address of a running product, the settings that it runs with, and the mail server that it sends to."""

    def __init__(self, address: str, environment: dict[str, str], letters: Postbox) -> None:
        self.address = address
        self.environment = environment
        self.letters = letters

    def tell(self, story: str) -> str:
        """Runs some Python in the product's own database, for what no page can do; what it prints."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", story]
        done = subprocess.run(command, cwd=CHECKOUT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip()


@pytest.fixture(scope="session")
def letters() -> Iterator[Postbox]:
    with open_postbox() as box:
        yield box


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory, letters: Postbox) -> Iterator[Product]:
    """The product as `make run` starts it: migrated, with the demo company, one web server and one worker."""
    home = tmp_path_factory.mktemp("product")
    database = f"{settings.DATABASES['default']['TEST']['NAME']}_browser"
    port = own_port()
    environment = os.environ | {
        "DATABASE_URL": os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/" + database,
        "PEAKOS_HOME": str(home), "MEDIA_ROOT": str(home / "uploads"), "PEAKOS_DEMO": "1", "PEAKOS_INSECURE_HTTP": "1",
        "PEAKOS_STATIC_ROOT": str(home / "static"), "PEAKOS_PLAIN_STATIC": "0", "CELERY_QUEUE": database,
        "PEAKOS_CACHE_PREFIX": database, "EMAIL_URL": letters.url, "PEAKOS_BASE_URL": f"http://127.0.0.1:{port}",
        "DEBUG": "0", "LOG_LEVEL": "WARNING",
    }  # fmt: skip
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the product itself is held to it
    recreate(database)
    for command in ("migrate", "build_demo", "collectstatic --noinput"):
        done = subprocess.run(
            [sys.executable, "manage.py", *command.split()],
            cwd=CHECKOUT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    web = [sys.executable, "-m", "uvicorn", "peakos.asgi:application", "--port", str(port), "--log-level", "warning"]
    worker = [sys.executable, "-m", "celery", "-A", "peakos.celery", "worker", "--pool", "threads", "-c", "1", "-l", "WARNING"]
    with (home / "web.log").open("wb") as log:
        processes = [subprocess.Popen(line, cwd=CHECKOUT, env=environment, stdout=log, stderr=log) for line in (web, worker)]
    try:
        wait_for(f"http://127.0.0.1:{port}/livez", home / "web.log")
        wait_for_worker(home / "web.log")
        yield Product(f"http://127.0.0.1:{port}", environment, letters)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
        recreate(database, again=False)


def recreate(database: str, *, again: bool = True) -> None:
    own = connection.get_connection_params() | {"dbname": "postgres"}
    own = {name: own[name] for name in ("dbname", "user", "password", "host", "port") if own.get(name)}
    server = psycopg2.connect(**own)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        if again:
            cursor.execute(f'CREATE DATABASE "{database}"')
    server.close()


def wait_for(address: str, log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError), urllib.request.urlopen(address, timeout=30):
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text()[-3000:])


def wait_for_worker(log: Path) -> None:
    """It answers: a ring is heard within ten seconds or not at all, and no clock runs here that would make up for it."""
    deadline = time.monotonic() + 180
    while not app.control.ping(timeout=1):
        assert time.monotonic() < deadline, log.read_text()[-3000:]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.fail("No Chromium here. Install it (Debian: apt-get install chromium-headless-shell), then run the tests again.")
    # Playwright keeps an event loop in this thread: it ends with the module, so that no test after it runs inside.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=3 * PATIENCE)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def window(chromium: Browser, product: Product) -> Iterator[Page]:
    """A fresh window at 1280 px that complains when a page breaks the content policy, throws or asks another host."""
    context = chromium.new_context(
        base_url=product.address, viewport={"width": 1280, "height": 900}, color_scheme="light", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    opened.on("console", lambda line: troubles.append(line.text) if line.type == "error" and not is_expected(line.text) else None)
    opened.on(
        "request", lambda sent: None if sent.url.startswith((product.address, "data:")) else troubles.append(f"asks {sent.url}")
    )
    yield opened
    context.close()
    assert troubles == []


def is_expected(complaint: str) -> bool:
    """Answers that say no, and a connection that a test takes away, are complaints of the browser and not of ours."""
    return "status of 4" in complaint or "ERR_INTERNET_DISCONNECTED" in complaint


@pytest.fixture
def page(chromium: Browser, product: Product) -> Iterator[Page]:
    """The window of one test."""
    with window(chromium, product) as opened:
        yield opened


def sign_in(page: Page, name: str) -> None:
    """One click, as the demo offers it."""
    page.goto("/demo/")
    page.get_by_role("button", name=f"Sign in as {name}").click()
    page.wait_for_url("**/tidewater/")


@pytest.fixture
def ines(chromium: Browser, product: Product) -> Iterator[Page]:
    """Ines Carvalho at a window of her own, beside that of the test."""
    with window(chromium, product) as opened:
        sign_in(opened, "Ines Carvalho")
        yield opened
