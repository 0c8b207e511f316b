"""`make bench`: pages beside the bare page, on the demo company and, where it is there, on the Kubernetes bundle.

Uses a database of its own (`<name>_bench`), made on the first run and kept; `--fresh` makes it anew.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.cookies import SimpleCookie
from io import BytesIO
from itertools import count
from typing import Any
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peakos.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.urls import clear_url_caches  # noqa: E402

from benchmarks import bare, blast, live  # noqa: E402
from benchmarks.cpu import Cost, cost_of  # noqa: E402
from benchmarks.live import session_of  # noqa: E402
from organizations.kept import kept  # noqa: E402
from organizations.models import Organization, Person, User  # noqa: E402

NO_SECRET = "0" * 32  # the same in the cookie and in the form
BUNDLE = settings.BASE_DIR.parent / "shared" / "data" / "kubernetes"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--fresh", action="store_true", help="make the database anew")
    parser.add_argument("--times", type=int, default=200, help="requests per page")
    parser.add_argument("--live", type=int, nargs="*", metavar="FOLLOWERS", help="live screens alone, by default 500 and 2000")
    options = parser.parse_args()
    connection.settings_dict["TEST"]["NAME"] = f"{connection.settings_dict['NAME']}_bench"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=not options.fresh)
    if options.live is not None:
        print(f"{'':44}{'p50':>8}{'p95':>8}    {'heard':>9}{'× bare':>26}")
        for followers in options.live or (500, 2000):
            live.measure(followers)
        live.measure_an_hour()
        return
    prepare()
    measure(options.times)


def prepare() -> None:
    """The demo company, and the Kubernetes bundle where it is there."""
    if not Organization.objects.filter(slug="tidewater").exists():
        call_command("build_demo", verbosity=0)
    if BUNDLE.exists() and not Organization.objects.filter(slug="kubernetes").exists():
        started = time.perf_counter()
        call_command("import_bundle", str(BUNDLE), organization="kubernetes", verbosity=0)
        print(f"import of the Kubernetes bundle: {time.perf_counter() - started:.1f} s")

    if not Organization.objects.filter(slug=blast.SLUG).exists():
        blast.build()


def readers_of(slug: str, number: int = 1) -> list[User]:
    """People who may see the organization, each with a login; fewer where there are fewer."""
    people = Person.everywhere.filter(organization__slug=slug).exclude(status="inactive").order_by("id")[:number]
    return [user_of(person, slug) for person in people]


def user_of(person: Person, slug: str) -> User:
    if person.user is None:
        address = f"{person.pk}@{slug}.example"
        person.user = User.objects.filter(email=address).first() or User.objects.create_user(address)
        person.save(update_fields=["user"])
    user: User = person.user
    return user


def request(handler: WSGIHandler, path: str, session: str, said: dict[str, str] | None = None) -> bytes:
    """One GET through the WSGI handler, cookies and all; a POST where something is said."""
    cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: NO_SECRET})
    body = urlencode({**said, "csrfmiddlewaretoken": NO_SECRET}).encode() if said else b""
    environ = {
        "REQUEST_METHOD": "POST" if said else "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.input": BytesIO(body), "wsgi.url_scheme": "http",
        "HTTP_HOST": "localhost", "HTTP_COOKIE": cookies.output(header="", sep=";").strip(), "HTTP_ACCEPT_ENCODING": "gzip",
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
    }  # fmt: skip
    statuses: list[str] = []
    response: Any = handler(environ, lambda status, headers, trouble=None: statuses.append(status))  # type: ignore[arg-type]
    page = b"".join(response)
    response.close()
    if not statuses[0].startswith("200"):
        raise SystemExit(f"{path} answered {statuses[0]}")
    return page


def measure(times: int) -> None:
    """Print a line per page: CPU ms in application and database, queries, compressed size, and the ratio to the bare page."""
    print(f"{'page':44}{'app':>8}{'db':>8}{'total':>8}{'queries':>9}{'bytes':>9}{'× bare':>8}")
    with override_settings(ROOT_URLCONF="benchmarks.bare", MIDDLEWARE=bare.MIDDLEWARE):
        clear_url_caches()
        handler, session = WSGIHandler(), session_of(readers_of("tidewater")[0])
        yardstick = cost_of(lambda: request(handler, "/bare/", session), times=times)
        show("bare page", yardstick, yardstick, len(request(handler, "/bare/", session)))
    clear_url_caches()
    handler = WSGIHandler()
    for slug in Organization.objects.exclude(slug=blast.SLUG).order_by("id").values_list("slug", flat=True):
        sessions = [session_of(user) for user in readers_of(slug, times + 10)]
        for name, path, look in looks_at(slug, handler, sessions):
            show(f"{slug}: {name}", cost_of(look, times=times), yardstick, len(request(handler, path, sessions[0])))
    (session,) = (session_of(user) for user in readers_of(blast.SLUG))
    for name, path, words in blast.changes():
        look = partial(request, handler, path, session, words)
        show(f"before saving: {name}", cost_of(look, times=max(1, times // 20)), yardstick, len(look()))


def looks_at(slug: str, handler: WSGIHandler, sessions: list[str]) -> Iterator[tuple[str, str, Callable[[], object]]]:
    """What is measured of an organization: a name, the address, and one look at it."""
    monday, numbers = f"/{slug}/", count()

    def again(path: str) -> Callable[[], object]:
        return lambda: request(handler, path, sessions[0])

    def by_another() -> None:
        nth = next(numbers)
        if nth % len(sessions) == 0:  # everybody has looked: nothing of theirs is kept any more
            forget()
            request(handler, monday, sessions[-1])
        request(handler, monday, sessions[nth % len(sessions)])

    def anew() -> None:
        forget()
        request(handler, monday, sessions[0])

    yield "Monday view, nothing changed", monday, again(monday)
    yield "Monday view, another reader's first look", monday, by_another
    yield "Monday view, all of it anew", monday, anew
    for page in ("objectives", "teams", "decisions"):
        yield page, f"/{slug}/{page}/", again(f"/{slug}/{page}/")


def forget() -> None:
    """Begin with nothing kept, as after something happened in the organization."""
    kept.key_prefix = f"bench-{next(prefixes)}"


prefixes = count()


def show(name: str, cost: Cost, yardstick: Cost, size: int) -> None:
    ratio = cost.total / yardstick.total
    print(f"{name:44}{cost.app:8.2f}{cost.database:8.2f}{cost.total:8.2f}{cost.queries:9}{size:9}{ratio:8.1f}")


if __name__ == "__main__":
    main()
