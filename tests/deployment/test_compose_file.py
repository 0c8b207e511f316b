"""The compose file, as far as it can be judged by reading it."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest

from peakos.up.home import CHECKOUT
from tests.deployment import compose

HOST = {"PEAKOS_HOST": "peakos.example"}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(compose.read(**HOST)["services"])


def test_it_follows_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(compose.FILE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_production_has_every_part(services: dict[str, Any]) -> None:
    assert set(services) == {"web", "live", "worker", "beat", "migrate", "postgres", "redis"}
    assert services["postgres"]["image"] == "postgres:18"
    assert services["redis"]["image"] == "redis:7"


def test_nothing_runs_as_root_or_with_more_rights_than_it_needs(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["user"] not in ("root", "0", "0:0"), name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name


def test_what_runs_on_is_watched_and_what_ends_is_waited_for(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert ("healthcheck" in service) == (name != "migrate"), name
    for name in ("web", "live", "worker", "beat"):
        assert services[name]["depends_on"] == {
            "postgres": {"condition": "service_healthy"},
            "redis": {"condition": "service_healthy"},
            "migrate": {"condition": "service_completed_successfully"},
        }


def test_only_the_web_servers_can_be_reached_and_only_from_this_machine(services: dict[str, Any]) -> None:
    assert {name: service.get("ports") for name, service in services.items() if service.get("ports")} == {
        "web": ["127.0.0.1:8000:8000"],
        "live": ["127.0.0.1:8001:8001"],
    }


def test_no_secret_stands_in_the_file_or_reaches_git_or_the_image(services: dict[str, Any]) -> None:
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|KEY|TOKEN|DATABASE_URL|EMAIL_URL", name):
                assert name.endswith("_FILE"), name
                assert str(value).startswith("/run/secrets/"), name
    assert all(secret["file"].startswith("./secrets/") for secret in compose.read(**HOST)["secrets"].values())
    assert "/secrets/" in (CHECKOUT / ".gitignore").read_text().splitlines()
    assert "secrets" in (CHECKOUT / ".dockerignore").read_text().splitlines()


def test_each_service_gets_only_secrets_that_are_there(services: dict[str, Any]) -> None:
    known = set(compose.read(**HOST)["secrets"])
    used = {name: set(service.get("secrets", ())) for name, service in services.items()}
    assert set().union(*used.values()) == known
    assert used["web"] == {"database_url", "secret_key", "email_url"}  # and no superuser's password
    assert used["redis"] == set()


def test_data_live_on_volumes(services: dict[str, Any]) -> None:
    assert services["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]
    assert services["redis"]["volumes"] == ["redis:/data"]
    assert services["web"]["volumes"] == services["worker"]["volumes"] == ["uploads:/data/uploads"]
    assert "yes" in services["redis"]["command"]  # --appendonly


def test_it_does_not_start_without_the_name_that_people_type() -> None:
    with pytest.raises(LookupError, match="Set PEAKOS_HOST"):
        compose.read()


def test_the_image_installs_hashed_packages_and_runs_without_rights() -> None:
    text = (CHECKOUT / "Dockerfile").read_text()
    assert "--require-hashes --only-binary :all: -r /tmp/base.txt" in text
    assert re.findall(r"^USER (.*)$", text, re.MULTILINE) == ["10001:10001"]
    assert "embedded" not in (CHECKOUT / "requirements" / "base.txt").read_text()
