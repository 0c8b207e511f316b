"""Circles among links that must form a tree: each found once, and the one link named that opens it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from peakos.bundles.columns import Table
from peakos.bundles.desk import Desk, column_of, quoted, staged
from peakos.bundles.format import BY_NAME

MEMBERS_SHOWN = 8
Links = Mapping[str, list[str]]  # key -> the keys it points at


@dataclass(frozen=True)
class Circle:
    """The members from the one whose link is cut; the last points back at it."""

    line: int
    members: tuple[str, ...]

    @property
    def sentence(self) -> str:
        shown = self.members if len(self.members) <= MEMBERS_SHOWN else (*self.members[: MEMBERS_SHOWN - 1], "…", self.members[-1])
        way = " > ".join((*shown, self.members[0]))
        cut = self.members[1] if len(self.members) > 1 else self.members[0]
        return (
            f"This is a circle: {way}. The link from {self.members[0]} to {cut} is left out. Say which of them is above the others."
        )


def find_circles(links: Links, lines: Mapping[tuple[str, str], int]) -> list[Circle]:
    """Every circle, each cut at the link of the bundle that stands first; `lines` has the line of each link that the bundle states.

    A circle without a link of the bundle cannot be: the workspace holds none.
    """
    left = {key: list(targets) for key, targets in links.items()}
    found: list[Circle] = []
    while opened := list(_open_once(left, lines)):
        found += opened
    return sorted(found, key=lambda circle: circle.line)


def _open_once(left: dict[str, list[str]], lines: Mapping[tuple[str, str], int]) -> Iterator[Circle]:
    """One walk over all links; circles that it meets are cut at once."""
    for loop in _loops(left):
        steps = list(zip(loop, [*loop[1:], loop[0]], strict=True))
        if any(target not in left[key] for key, target in steps):
            continue  # opened already, by the cut of another that shares a link
        stated = [(lines[step], number) for number, step in enumerate(steps) if step in lines]
        if not stated:
            continue
        line, start = min(stated)
        left[steps[start][0]].remove(steps[start][1])
        yield Circle(line, tuple(loop[start:] + loop[:start]))


def _loops(links: Links) -> Iterator[list[str]]:
    """A loop for each link that points back at a key the walk came through."""
    done: set[str] = set()
    for start in links:
        if start in done:
            continue
        path, places, ways = [start], {start: 0}, [iter(list(links[start]))]
        while ways:
            target = next(ways[-1], None)
            if target is None:
                ways.pop()
                done.add(gone := path.pop())
                del places[gone]
            elif target in places:
                yield path[places[target] :]
            elif target in links and target not in done:
                places[target] = len(path)
                path.append(target)
                ways.append(iter(list(links[target])))


def cut_circles(desk: Desk, table: Table, *, among: str) -> None:
    """Report each circle of a file's tree, and take the link that closes it out of the staged row.

    `among` says which staged rows count, as SQL; for all other keys the workspace's own links do.
    """
    if not desk.has(table, table.tree):
        return
    _collect(desk, table, among)
    _peel(desk)
    rest = desk.rows("SELECT line, child, parent FROM pg_temp.bundle_link ORDER BY line NULLS LAST, child, parent")
    links: dict[str, list[str]] = {}
    for _, child, parent in rest:
        links.setdefault(child, []).append(parent)
    circles = find_circles(links, {(child, parent): line for line, child, parent in rest if line is not None})
    for circle in circles:
        _cut(desk, table, circle)


def _collect(desk: Desk, table: Table, among: str) -> None:
    """The links as they would be after the import."""
    column = table.by_name[table.tree]
    one = f"s.{quoted(column.name)}"
    stated = f"unnest({one})" if column.type == "refs" else one
    desk.run("DROP TABLE IF EXISTS pg_temp.bundle_link")
    desk.run(
        f"""CREATE TEMPORARY TABLE bundle_link ON COMMIT DROP AS
        SELECT s._line AS line, s._key AS child, {stated} AS parent FROM {staged(table)} s
        WHERE {among} AND s._key <> '' AND {one} IS NOT NULL
        UNION ALL
        SELECT NULL, child, parent FROM ({_of_workspace(table)}) w(child, parent)
        WHERE NOT EXISTS (SELECT 1 FROM {staged(table)} s WHERE s._key = w.child AND {among})"""
    )


def _of_workspace(table: Table) -> str:
    """Child and parent keys of the links that are there already."""
    store = next(store for store in BY_NAME[table.name].stores if table.tree not in store.without)
    model, column = store.table._meta.db_table, table.by_name[table.tree]
    if column.link:
        links = column.link.table
        owner, other = column_of(links, column.link.owner), column_of(links, column.link.other)
        return f"""SELECT c.key, p.key FROM {links._meta.db_table} l
            JOIN {model} c ON c.id = l.{owner} JOIN {model} p ON p.id = l.{other} WHERE l.organization_id = %(org)s"""
    return f"SELECT c.key, p.key FROM {model} c JOIN {model} p ON p.id = c.{column.field}_id WHERE c.organization_id = %(org)s"


def _peel(desk: Desk) -> None:
    """Take away links that lead nowhere, or that nothing leads to, until only circles and what lies between them are left."""
    gone = 1
    while gone:
        gone = desk.run(
            """DELETE FROM pg_temp.bundle_link l
            WHERE NOT EXISTS (SELECT 1 FROM pg_temp.bundle_link m WHERE m.child = l.parent)
            OR NOT EXISTS (SELECT 1 FROM pg_temp.bundle_link m WHERE m.parent = l.child)"""
        )


def _cut(desk: Desk, table: Table, circle: Circle) -> None:
    column = table.by_name[table.tree]
    name = quoted(column.name)
    rest = f"array_remove({name}, %(target)s)" if column.type == "refs" else "NULL"
    target = circle.members[1] if len(circle.members) > 1 else circle.members[0]
    desk.run(f"UPDATE {staged(table)} SET {name} = {rest} WHERE _line = %(line)s", line=circle.line, target=target)
    desk.find(
        table.file,
        "cycle",
        "SELECT %(line)s, %(column)s, %(sentence)s",
        line=circle.line,
        column=column.name,
        sentence=circle.sentence,
    )
