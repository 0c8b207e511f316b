"""What the database itself refuses: foreign keys across organizations, unknown words, dates out of order, circles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q


class SameOrganization(models.BaseConstraint):
    """FOREIGN KEY (organization_id, field) REFERENCES target (organization_id, id): no row points into another organization."""

    def __init__(self, *, field: str, name: str) -> None:
        self.field = field
        super().__init__(name=name)

    def _sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        quote = schema_editor.quote_name
        field = model._meta.get_field(self.field)
        assert isinstance(field, models.ForeignKey)
        target = field.remote_field.model._meta.db_table
        return (
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY (organization_id, {quote(field.column)}) REFERENCES {quote(target)} (organization_id, id) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Deferred to the end of the migration: the target, or its organization, may come later in it."""
        schema_editor.deferred_sql.append(self._sql(model, schema_editor))
        return None

    constraint_sql = create_sql

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        other = getattr(instance, self.field, None)
        if other is not None and other.organization_id != instance.organization_id:
            raise ValidationError({self.field: "Choose one of this organization."})

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, tuple(args), {**kwargs, "field": self.field}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameOrganization) and (self.name, self.field) == (other.name, other.field)

    __hash__ = models.BaseConstraint.__hash__


def same_organization(table: str, *fields: str) -> list[models.BaseConstraint]:
    """One SameOrganization per field; `table` is the model's name in lower case."""
    return [SameOrganization(field=field, name=f"{table}_{field}_same_organization") for field in fields]


def one_of(table: str, field: str, words: type[models.TextChoices], *, stated: bool = True) -> models.CheckConstraint:
    """Only these words; with `stated=False` the empty text, "not stated", too."""
    allowed: Sequence[str] = list(words.values) if stated else ["", *words.values]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=f"{table}_{field}_known")


def in_order(table: str, start: str, end: str) -> models.CheckConstraint:
    """The end is not before the start; either may be unknown."""
    condition = Q(**{f"{start}__isnull": True}) | Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)})
    return models.CheckConstraint(condition=condition, name=f"{table}_{end}_after_start")


def within(table: str, field: str, low: int, high: int) -> models.CheckConstraint:
    """A number between low and high, or not stated."""
    condition = Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": low, f"{field}__lte": high})
    return models.CheckConstraint(condition=condition, name=f"{table}_{field}_within")


def refuse_circle(column: str = "parent_id") -> pgtrigger.Trigger:
    """Refuse a parent that is the row itself or lies below it."""
    return pgtrigger.Trigger(
        name="refuse_circle",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=pgtrigger.Func(  # type: ignore[no-untyped-call]
            f"""
            IF NEW.{column} IS NOT NULL AND EXISTS (
                WITH RECURSIVE up(id) AS (
                    SELECT NEW.{column}
                    UNION SELECT t.{column} FROM {{meta.db_table}} t JOIN up ON t.id = up.id WHERE t.{column} IS NOT NULL
                ) SELECT 1 FROM up WHERE up.id = NEW.id
            ) THEN
                RAISE EXCEPTION 'circle: % % would be its own ancestor', TG_TABLE_NAME, NEW.id USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
            """  # noqa: S608  our own column and table names
        ),
    )


def refuse_circle_of_links(one: str, other: str) -> pgtrigger.Trigger:
    """Refuse a link of a table of links that closes a circle; the members are named. Links of an organization come one by one."""
    return pgtrigger.Trigger(
        name="refuse_circle",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("members", "text")],
        func=pgtrigger.Func(  # type: ignore[no-untyped-call]
            f"""
            PERFORM pg_advisory_xact_lock(hashtextextended(TG_TABLE_NAME || ' links', NEW.organization_id));
            IF EXISTS (
                WITH RECURSIVE back(id) AS (
                    SELECT NEW.{other}
                    UNION SELECT t.{other} FROM {{meta.db_table}} t JOIN back ON t.{one} = back.id
                ) SELECT 1 FROM back WHERE back.id = NEW.{one}
            ) THEN
                WITH RECURSIVE back(id, way) AS (
                    SELECT NEW.{other}, ARRAY[NEW.{one}, NEW.{other}]
                    UNION ALL SELECT t.{other}, way || t.{other} FROM {{meta.db_table}} t JOIN back ON t.{one} = back.id
                    WHERE back.id <> NEW.{one} AND (t.{other} = NEW.{one} OR NOT t.{other} = ANY(way))
                ) SELECT array_to_string(way, ' > ') INTO members FROM back WHERE id = NEW.{one} LIMIT 1;
                RAISE EXCEPTION 'circle: % %', TG_TABLE_NAME, members USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
            """  # noqa: S608  our own column and table names
        ),
    )


def keep_originals(**originals: str) -> pgtrigger.Trigger:
    """Keep what was first said: `keep_originals(original_due_on="due_on")` copies it once and never lets go of it."""
    lines = [
        f"NEW.{kept} := COALESCE(NULLIF(OLD.{kept}::text, ''), NULLIF(NEW.{kept}::text, ''), NEW.{now}::text)::{cast};"
        for kept, (now, cast) in ((k, v.split("::")) for k, v in originals.items())
    ]
    insert = [line.replace(f"NULLIF(OLD.{kept}::text, ''), ", "") for line, kept in zip(lines, originals, strict=True)]
    return pgtrigger.Trigger(
        name="keep_originals",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"IF TG_OP = 'INSERT' THEN {' '.join(insert)} ELSE {' '.join(lines)} END IF; RETURN NEW;",
    )


def append_only() -> pgtrigger.Protect:
    """Neither changed nor deleted, but by an undone import (`pgtrigger.ignore`)."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
