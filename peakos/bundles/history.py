"""What one import wrote, read from the row history that the database kept of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import connection, models

from alignment.models import CheckIn, CycleHealth, DependencyForecast, ObjectiveHealth, TeamHealth
from decisions.models import DecisionReview, Evidence
from intelligence.models import HealthSnapshot
from notifications.models import Round
from organizations.models import BundleImport
from peakos.bundles.desk import quoted
from peakos.bundles.format import TABLES
from rhythm.models import TeamWeek

Model = type[models.Model]
# Computed, or the product's own notes: they go with their row.
DERIVED: set[Model] = {ObjectiveHealth, TeamHealth, CycleHealth, DependencyForecast, TeamWeek, HealthSnapshot, Round}
NAMED_AT_MOST = 50
# Rows that are never changed have no history: those of an import are known by the rows that are kept of it.
TABLES_KEPT = [table for table in TABLES if table.is_kept]
KEPT: list[Model] = [CheckIn, DecisionReview, Evidence]


def tracked_models() -> list[Model]:
    """The models that a bundle is kept in, rows before the links between them."""
    rows = [store.table for table in TABLES for store in table.stores]
    links = [column.link.table for table in TABLES for column in table.columns if column.link]
    return [model for model in dict.fromkeys([*rows, *links]) if model not in KEPT]


def references_to(targets: Sequence[Model]) -> Iterator[tuple[Model, str, Model]]:
    """Every foreign key to one of the models: the model that has it, its column, the model it points at."""
    wanted = [*targets, *KEPT]
    for model in apps.get_models():
        if any(field.name == "pgh_id" for field in model._meta.concrete_fields):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.remote_field.model in wanted:
                yield model, str(field.column), field.remote_field.model


class History:
    """The rows that an import touched, with their first and last event in its context."""

    def __init__(self, bundle_import: BundleImport) -> None:
        self.bundle_import = bundle_import
        self.models = tracked_models()
        self._run("DROP TABLE IF EXISTS pg_temp.bundle_touched")
        self._run(
            """CREATE TEMPORARY TABLE bundle_touched (model text, row_id bigint, first bigint, last bigint,
            is_new boolean, is_there boolean) ON COMMIT DROP"""
        )
        for model in self.models:
            self._run(TOUCHED.format(events=_events(model)), model=_name(model))
        self._run(
            """INSERT INTO pg_temp.bundle_touched (model, row_id, is_new, is_there)
            SELECT %(model)s, c.id, true, true FROM alignment_checkin c JOIN organizations_bundlerow r ON r.key = c.key
            WHERE c.organization_id = %(org)s AND r.bundle_import_id = %(import)s AND r."table" = 'check_ins'""",
            model=_name(CheckIn),
        )
        for table in TABLES_KEPT:
            self._run(
                """INSERT INTO pg_temp.bundle_touched (model, row_id, is_new, is_there)
                SELECT %(model)s, (r.cells ->> 'id')::bigint, true, true FROM organizations_bundlerow r
                WHERE r.bundle_import_id = %(import)s AND r."table" = %(table)s""",
                model=_name(table.stores[0].table),
                table=table.name,
            )
        self._run("CREATE INDEX ON pg_temp.bundle_touched (model, row_id)")
        self._run("ANALYZE pg_temp.bundle_touched")
        with connection.cursor() as cursor:
            cursor.execute("SELECT model, bool_or(is_new) FROM pg_temp.bundle_touched GROUP BY model")
            found = dict(cursor.fetchall())
        every: list[Model] = [*self.models, *KEPT]
        by_name = {_name(model): model for model in every}
        self.touched = {by_name[name] for name in found}  # nothing is asked of the tables that the import left alone
        self.added_to = {by_name[name] for name, has_new in found.items() if has_new}

    def changed_since(self) -> Iterator[str]:
        """Rows that are not as the import left them."""
        for model in filter(self.touched.__contains__, self.models):
            columns = _columns(model)
            ours, theirs = (", ".join(f"{alias}.{column}" for column in columns) for alias in "te")
            yield from self._named(
                model,
                f"""SELECT t.id FROM pg_temp.bundle_touched u JOIN {_events(model)} e ON e.pgh_id = u.last
                JOIN {_table(model)} t ON t.id = u.row_id
                WHERE u.model = %(model)s AND u.is_there AND ({ours}) IS DISTINCT FROM ({theirs}) LIMIT {NAMED_AT_MOST}""",
                _name(model),
            )

    def built_upon(self) -> Iterator[str]:
        """Rows of others that point at rows the import made."""
        for model, column, target in references_to(self.models):
            if model not in DERIVED and target in self.added_to:
                yield from self._named(
                    model,
                    f"""SELECT t.{_key(model)} FROM {_table(model)} t
                    JOIN pg_temp.bundle_touched u ON u.model = %(model)s AND u.row_id = t.{quoted(column)} AND u.is_new
                    WHERE NOT EXISTS (
                        SELECT 1 FROM pg_temp.bundle_touched o WHERE o.model = '{_name(model)}' AND o.row_id = t.{_key(model)})
                    LIMIT {NAMED_AT_MOST}""",
                    _name(target),
                )

    def made(self, model: Model) -> list[int]:
        """The rows of a model that the import made."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_id FROM pg_temp.bundle_touched WHERE model = %s AND is_new", [_name(model)])
            return [row[0] for row in cursor.fetchall()]

    def delete_pointing(self, model: Model, column: str, target: Model) -> None:
        """Delete the rows that are computed from rows the import made."""
        if target not in self.added_to:
            return
        self._run(
            f"""DELETE FROM {_table(model)} t USING pg_temp.bundle_touched u
            WHERE u.model = %(model)s AND u.is_new AND u.row_id = t.{quoted(column)}""",
            model=_name(target),
        )

    def delete_kept(self, model: Model) -> None:
        """Delete what the import made of a model without a history; what points at it goes, or changes back, after it."""
        statement = (
            f"DELETE FROM {_table(model)} t USING pg_temp.bundle_touched u WHERE u.model = %s AND u.is_new AND t.id = u.row_id"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [_name(model)])

    def restore(self, model: Model) -> None:
        """Make the model's rows what they were before: new ones go, deleted ones come back, changed ones change back."""
        if model not in self.touched:
            return
        known = {"table": _table(model), "events": _events(model), "names": ", ".join(_columns(model))}
        known["before"] = ", ".join(f"e.{column}" for column in _columns(model))
        known["changes"] = ", ".join(f"{column} = e.{column}" for column in _columns(model) if column != quoted("id"))
        known["unless_there"] = "" if _has_deferrable(model) else "ON CONFLICT DO NOTHING"  # somebody linked the two again
        with connection.cursor() as cursor:
            for statement in (DELETE_NEW, BRING_BACK, CHANGE_BACK):  # by place: pgtrigger.ignore adds parameters of its own
                cursor.execute(statement.format(**known), [_name(model)])

    def _named(self, model: Model, select: str, name: str) -> Iterator[str]:
        with connection.cursor() as cursor:
            cursor.execute(select, self._known() | {"model": name})
            ids = [row[0] for row in cursor.fetchall()]
        for row in model._base_manager.filter(pk__in=ids):
            yield f"{model._meta.verbose_name} “{row}”"

    def _run(self, statement: str, **more: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, self._known() | more)

    def _known(self) -> dict[str, Any]:
        about = self.bundle_import
        return {"org": about.organization_id, "import": about.pk, "context": about.history_context}


def _name(model: Model) -> str:
    return str(model._meta.label)


def _table(model: Model) -> str:
    return quoted(model._meta.db_table)


def _key(model: Model) -> str:
    assert model._meta.pk
    return quoted(str(model._meta.pk.column))


def _events(model: Model) -> str:
    return _table(apps.get_model(f"{model._meta.label}Event"))


def _columns(model: Model) -> list[str]:
    return [quoted(str(field.column)) for field in model._meta.concrete_fields]


def _has_deferrable(model: Model) -> bool:
    """Whether a unique constraint waits for the commit; such a table knows no ON CONFLICT."""
    return any(getattr(constraint, "deferrable", None) for constraint in model._meta.constraints)


TOUCHED = """
INSERT INTO pg_temp.bundle_touched (model, row_id, first, last, is_new, is_there)
SELECT %(model)s, x.pgh_obj_id, x.first, x.last, f.pgh_label = 'insert', l.pgh_label <> 'delete'
FROM (SELECT pgh_obj_id, min(pgh_id) AS first, max(pgh_id) AS last FROM {events}
      WHERE pgh_context_id = %(context)s GROUP BY pgh_obj_id) x
JOIN {events} f ON f.pgh_id = x.first JOIN {events} l ON l.pgh_id = x.last
"""
DELETE_NEW = "DELETE FROM {table} t USING pg_temp.bundle_touched u WHERE u.model = %s AND u.is_new AND t.id = u.row_id"
BRING_BACK = """
INSERT INTO {table} ({names}) SELECT {before} FROM pg_temp.bundle_touched u JOIN {events} e ON e.pgh_id = u.first
WHERE u.model = %s AND NOT u.is_new AND NOT u.is_there {unless_there}
"""
CHANGE_BACK = """
UPDATE {table} t SET {changes} FROM pg_temp.bundle_touched u JOIN {events} e ON e.pgh_obj_id = u.row_id
WHERE u.model = %s AND NOT u.is_new AND u.is_there AND t.id = u.row_id
AND e.pgh_id = (SELECT max(b.pgh_id) FROM {events} b WHERE b.pgh_obj_id = u.row_id AND b.pgh_id < u.first)
"""
