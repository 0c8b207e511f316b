"""A query that is compiled and planned once and run again for other rows: both cost more than running it does."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from copy import copy
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from psycopg2.extensions import AsIs

from organizations.tenancy import in_organization, organization_in_hand

ORGANIZATION = -7_000_000_000_000  # stands for the organization in hand while a query is compiled; further ids count on from it
MOST = 32  # compiled forms kept of one statement: the day is part of it, so that yesterday's goes
MOST_PREPARED = 200  # plans kept on one connection

_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()  # by connection to the server, the names of its plans


class DerivedId(TypeError):
    """A query makes something of an id that it is only told later."""


class Statement:
    """What `build(*fixed, **ids)` gives, compiled on first use; called again, it answers with fresh rows.

    `fixed` (a day, a cadence, a number of rows) is part of what is compiled. `ids` (int, or None for no row) change from call to
    call: `build` gets stand-ins for them, and has to use them as they are, or DerivedId is raised on first use. The organization
    in hand changes by itself.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.compiled: dict[Hashable, Compiled] = {}

    def __call__(self, *fixed: Hashable, **ids: int | None) -> Any:
        """A query set that runs the kept plan for these ids, on the connection of this thread."""
        form = (*fixed, *(None if pk is None else name for name, pk in ids.items()))
        compiled = self.compiled.get(form)
        if compiled is None:
            compiled = Compiled(self.build, fixed, ids)
            self.compiled = {**dict(list(self.compiled.items())[1 - MOST :]), form: compiled}
        return compiled.rows_for(ids)


class Compiled:
    """The SQL of a statement, and which of its parameters are ids."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], fixed: tuple[Hashable, ...], ids: dict[str, int | None]) -> None:
        stand_ins = {name: None if pk is None else ORGANIZATION - nth for nth, (name, pk) in enumerate(ids.items(), 1)}
        with in_organization(ORGANIZATION):
            self.rows: Any = build(*fixed, **stand_ins)
        self.compiler: Any = self.rows.query.get_compiler(using=self.rows.db)
        sql, params = self.compiler.as_sql()
        names = {pk: name for name, pk in stand_ins.items() if pk} | {ORGANIZATION: ""}
        named = [(names.get(param) if is_stand_in(param) else None, param) for param in params]
        check(named, set(names.values()) - {""})
        self.plan = Plan(getattr(build, "__name__", ""), sql, named)

    def rows_for(self, ids: dict[str, int | None]) -> Any:
        connection = connections[self.rows.db]
        known = {**ids, "": organization_in_hand()} if "" in self.plan.ids else ids
        query, compiler = copy(self.rows.query), copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: self.plan.on(connection, known)
        query.get_compiler = lambda *args, **kwargs: compiler
        rows = type(self.rows)(model=self.rows.model, query=query, using=self.rows.db)
        rows._iterable_class, rows._fields = self.rows._iterable_class, self.rows._fields
        return rows


class Plan:
    """The statement as the server keeps it: all but the ids written into it, the ids as `$1`, `$2` and so on."""

    def __init__(self, title: str, sql: str, params: list[tuple[str | None, Any]]) -> None:
        self.ids = list(dict.fromkeys(name for name, _ in params if name is not None))
        self.sql = sql
        self.params = [param if name is None else AsIs(f"${self.ids.index(name) + 1}") for name, param in params]
        title = title if title.isidentifier() else "statement"  # for those who watch the server
        self.name = f"{title[:40]}_{sha256(repr((sql, params)).encode()).hexdigest()[:16]}"
        self.call = f"EXECUTE {self.name} ({', '.join(['%s'] * len(self.ids))})" if self.ids else f"EXECUTE {self.name}"

    def on(self, connection: BaseDatabaseWrapper, ids: dict[str, int | None]) -> tuple[str, tuple[int | None, ...]]:
        """What runs it for these ids on this connection, where it is prepared if it was not yet."""
        connection.ensure_connection()
        names = _prepared.setdefault(connection.connection, set())
        if self.name not in names:
            with connection.connection.cursor() as cursor:
                if len(names) >= MOST_PREPARED:
                    cursor.execute("DEALLOCATE ALL")
                    names.clear()
                types = f" ({', '.join(['bigint'] * len(self.ids))})" if self.ids else ""
                cursor.execute(f"PREPARE {self.name}{types} AS {self.sql}", self.params)
            names.add(self.name)
        return self.call, tuple(ids[name] for name in self.ids)


def is_stand_in(param: Any) -> bool:
    """Whether a parameter stems from a stand-in, as it was or derived."""
    return isinstance(param, int) and not isinstance(param, bool) and param < ORGANIZATION // 2


def check(params: list[tuple[str | None, Any]], names: set[str]) -> None:
    """Raises DerivedId when a stand-in is not found again, or when something was made of one."""
    unused = names - {name for name, _ in params if name}
    derived = [param for name, param in params if name is None and is_stand_in(param)]
    if unused or derived:
        raise DerivedId(f"Pass every id as the query uses it: {', '.join(sorted(unused)) or derived}.")
