"""Every command of the compose file, run by hand on real services with the variables that it sets."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from peakos.up import processes
from peakos.up.home import CHECKOUT, Home
from peakos.up.interruption import wait_until
from peakos.up.postgres import Postgres
from peakos.up.redis import candidates
from peakos.up.sockets import directory
from tests.deployment import compose
from tests.ports import own_port
from tests.up.conftest import make_home

# The mark has the test database made even when these stories run alone; they work on a copy of it.
pytestmark = [pytest.mark.slow, pytest.mark.django_db]
HOST = "peakos.example"
LONG_ENOUGH = 180  # seconds, for a start beside much else; nobody waits longer than it takes


@dataclass
class Deployment:
    """The compose file, translated from its containers to this machine."""

    services: dict[str, Any]
    folder: Path
    port: int
    live_port: int
    database: str

    def translate(self, text: str) -> str:
        for there, here in {
            "/tmp": str(self.folder / "tmp"),  # first: the others lead into directories below /tmp
            "0.0.0.0:8000": f"127.0.0.1:{self.port}",
            "localhost:8000": f"localhost:{self.port}",
            "--host=0.0.0.0": "--host=127.0.0.1",
            "--port=8001": f"--port={self.live_port}",
            "localhost:8001": f"localhost:{self.live_port}",
            "redis://redis:6379/0": settings.REDIS_URL.replace("db=0", "db=13"),
            "/run/secrets": str(self.folder / "secrets"),
        }.items():
            text = text.replace(there, here)
        return text

    @property
    def environment(self) -> dict[str, str]:
        set_here = {name: self.translate(value) for name, value in self.services["web"]["environment"].items()}
        of_image = {
            "DJANGO_SETTINGS_MODULE": "peakos.settings",
            "PEAKOS_HOME": str(self.folder),
            "PEAKOS_STATIC_ROOT": str(self.folder / "static"),
        }
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return {"PATH": path, "HOME": str(self.folder), "PYTHONPATH": str(CHECKOUT)} | of_image | set_here

    def start(self, name: str) -> subprocess.Popen[bytes]:
        command = [self.translate(word) for word in self.services[name]["command"]]
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(command, cwd=CHECKOUT, env=self.environment, stdout=log, stderr=log, start_new_session=True)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def is_healthy(self, name: str) -> bool:
        """What the engine would ask the container."""
        kind, *words = [self.translate(word) for word in self.services[name]["healthcheck"]["test"]]
        command = ["sh", "-c", *words] if kind == "CMD-SHELL" else words
        return subprocess.run(command, cwd=CHECKOUT, env=self.environment, capture_output=True, check=False).returncode == 0

    def get(self, path: str, headers: dict[str, str] | None = None, *, port: int = 0) -> http.client.HTTPResponse:
        line = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=60)
        line.request("GET", path, headers={"Host": HOST} | (headers or {}))
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer


@pytest.fixture(scope="module")
def deployment(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    """Migrated, with web, worker and beat running on a copy of the test database."""
    folder = tmp_path_factory.mktemp("deployment")
    for name in ("secrets", "tmp"):
        (folder / name).mkdir()
    database = f"{settings.DATABASES['default']['NAME']}_deployed"
    address = os.environ["DATABASE_URL"].rpartition("/")[0]
    with django_db_blocker.unblock():
        source = connection.settings_dict["NAME"]
        connection.close()  # a database that somebody is connected to cannot be copied
    administer(
        f"{address}/peakos",
        f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)',
        # Servers of earlier tests may still hold a connection; theirs come back by themselves.
        # (A worker of autovacuum is nobody's to end but the server's, which sends it away itself when it copies.)
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}' AND backend_type = 'client backend'",
        f'CREATE DATABASE "{database}" TEMPLATE "{source}"',
    )
    (folder / "secrets" / "database_url").write_text(f"{address}/{database}")
    (folder / "secrets" / "secret_key").write_text("not the one of any installation")
    (folder / "secrets" / "email_url").write_text("consolemail://")
    made = Deployment(compose.read(PEAKOS_HOST=HOST)["services"], folder, own_port(), own_port(), database)
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        cwd=CHECKOUT,
        env={name: value for name, value in made.environment.items() if not name.startswith("DATABASE")},
        check=True,
    )
    assert made.start("migrate").wait(LONG_ENOUGH) == 0, made.log("migrate")
    children = [made.start(name) for name in ("web", "live", "worker", "beat")]
    yield made
    for child in children:
        processes.stop(processes.Running(child.pid, processes.born(child.pid) or ""), child, group=True)
    administer(f"{address}/peakos", f'DROP DATABASE "{database}" WITH (FORCE)')


def administer(url: str, *statements: str) -> None:
    line = psycopg2.connect(url)
    line.autocommit = True
    with line.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    line.close()


def test_the_web_server_is_healthy_behind_its_proxy(deployment: Deployment) -> None:
    assert wait_until(lambda: deployment.is_healthy("web"), LONG_ENOUGH), deployment.log("web")
    page = deployment.get("/accounts/login/", {"X-Forwarded-Proto": "https"})
    assert page.status == 200, deployment.log("web")
    assert page.headers["Strict-Transport-Security"]
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_the_server_of_streams_is_healthy_and_asks_who_is_there(deployment: Deployment) -> None:
    assert wait_until(lambda: deployment.is_healthy("live"), LONG_ENOUGH), deployment.log("live")
    stream = deployment.get("/acme/meetings/1/stream/", {"X-Forwarded-Proto": "https"}, port=deployment.live_port)
    assert (stream.status, stream.headers["Location"].partition("?")[0]) == (302, "/accounts/login/")


def test_plain_http_is_sent_to_https_and_a_strange_host_is_refused(deployment: Deployment) -> None:
    assert wait_until(lambda: deployment.is_healthy("web"), LONG_ENOUGH), deployment.log("web")
    assert deployment.get("/accounts/login/").headers["Location"] == f"https://{HOST}/accounts/login/"
    assert deployment.get("/accounts/login/", {"Host": "evil.example"}).status == 400


def test_the_demo_sign_in_does_not_exist_in_production(deployment: Deployment) -> None:
    assert wait_until(lambda: deployment.is_healthy("web"), LONG_ENOUGH), deployment.log("web")
    assert deployment.get("/demo/", {"X-Forwarded-Proto": "https"}).status == 404


def test_the_worker_answers_its_ping(deployment: Deployment) -> None:
    assert wait_until(lambda: deployment.is_healthy("worker"), LONG_ENOUGH), deployment.log("worker")


def test_beat_ticks_and_the_worker_hears_it(deployment: Deployment) -> None:
    assert wait_until(lambda: "Sending due task" in deployment.log("beat"), LONG_ENOUGH), deployment.log("beat")
    assert deployment.is_healthy("beat"), deployment.log("beat")
    assert wait_until(lambda: "received" in deployment.log("worker"), LONG_ENOUGH), deployment.log("worker")
    assert "Traceback" not in deployment.log("worker")


@pytest.fixture
def home() -> Iterator[Home]:
    yield from make_home()


def test_the_databases_first_start_makes_a_role_without_rights(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script of the compose file, on a server as the image has it: a superuser and nothing else."""
    monkeypatch.setattr("peakos.up.postgres.set_up", lambda *_: None)
    server = Postgres(home, {"superuser_password": "s", "app_password": "a"})
    server.start()
    sockets = str(directory(home))
    environment = {"PATH": f"{server.binaries.bin}:{os.environ['PATH']}", "PGHOST": sockets, "PGPASSWORD": "s"}
    (home.root / "app_password").write_text("it's long")
    whole = compose.read(PEAKOS_HOST=HOST)
    script = whole["configs"]["first_start"]["content"].replace("/run/secrets/app_password", str(home.root / "app_password"))
    done = subprocess.run(["sh", "-ec", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    line = psycopg2.connect(host=sockets, user="peakos_app", password="it's long", dbname="peakos")
    with line.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname IN ('pg_trgm', 'unaccent', 'btree_gist')")
        assert cursor.fetchone() == (3,)
    line.close()

    health = [word.replace("localhost", sockets) for word in whole["services"]["postgres"]["healthcheck"]["test"][1:]]
    assert subprocess.run(health, env=environment, capture_output=True, check=False).returncode == 0
    server.stop()
    assert subprocess.run(health, env=environment, capture_output=True, check=False).returncode != 0


def test_redis_starts_with_the_options_it_is_given(home: Home) -> None:
    _, *options = compose.read(PEAKOS_HOST=HOST)["services"]["redis"]["command"]
    server = next(candidates(home))[0]
    here = ["--port", "0", "--unixsocket", str(home.root / "r.sock"), "--dir", str(home.redis)]
    child = subprocess.Popen([server, *options, *here], stdout=subprocess.DEVNULL)
    assert wait_until((home.redis / "appendonlydir").exists, LONG_ENOUGH)
    child.terminate()
    assert child.wait(LONG_ENOUGH) == 0


def test_the_tools_of_the_health_checks_are_in_every_image() -> None:
    """`find` and `hostname` belong to every Debian; the rest comes with the packages."""
    assert shutil.which("find")
    assert shutil.which("hostname")
