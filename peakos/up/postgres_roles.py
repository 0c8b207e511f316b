"""The two database roles: a superuser for the extensions only, and the product's own role for all else."""

import os
import subprocess
from pathlib import Path
from urllib.parse import quote

from peakos.up.messages import Trouble
from peakos.up.postgres_binaries import EXTENSIONS

SUPERUSER = "postgres"
APP = "peakos_app"
DATABASE = "peakos"


def database_url(sockets: Path, passwords: dict[str, str]) -> str:
    """How the product reaches its database."""
    return f"postgres://{APP}:{passwords['app_password']}@{quote(str(sockets), safe='')}/{DATABASE}"


def run_sql(
    binaries: Path, sockets: Path, passwords: dict[str, str], sql: str, database: str = "postgres"
) -> subprocess.CompletedProcess[str]:
    """Have the superuser run statements; they go in by standard input, so that no password shows in a process list."""
    command: list[str | Path] = [
        binaries / "psql",
        "-XqAt",
        "-v",
        "ON_ERROR_STOP=1",
        "-h",
        sockets,
        "-U",
        SUPERUSER,
        "-d",
        database,
    ]
    environment = {"PGPASSWORD": passwords["superuser_password"], "PGCONNECT_TIMEOUT": "5", "LC_ALL": "C"}
    environment["PATH"] = os.environ.get("PATH", "/usr/bin:/bin")
    return subprocess.run(
        command,
        input=sql,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        start_new_session=True,
        env=environment,
    )


def set_up(binaries: Path, sockets: Path, passwords: dict[str, str]) -> None:
    """Roles, database and extensions, each only where missing: it also repairs what a killed first start left."""
    # Names are constants and the password is made of letters, digits, - and _ (see home.py): nothing needs quoting.
    roles = f"""
        SELECT 'CREATE ROLE {APP}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP}') \\gexec
        ALTER ROLE {APP} LOGIN NOSUPERUSER CREATEDB NOCREATEROLE PASSWORD '{passwords["app_password"]}';
        SELECT 'CREATE DATABASE {DATABASE} OWNER {APP}'
        WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
    """  # noqa: S608
    extensions = "\n".join(f"CREATE EXTENSION IF NOT EXISTS {name};" for name in EXTENSIONS)
    # New databases, those of tests among them, are copies of template1 and so have the extensions from the start.
    for database, sql in (("template1", extensions), ("postgres", roles), (DATABASE, extensions)):
        done = run_sql(binaries, sockets, passwords, sql, database)
        if done.returncode:
            raise Trouble(f"PostgreSQL refused to set up its {database} database.", tail=done.stderr)
