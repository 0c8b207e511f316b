"""What names a finding between objectives: its rows by key in a bundle, and by number in the workspace."""

from __future__ import annotations

import re

from django.db.models import CharField, F, Func

# The kinds and their parts are those of alignment/reads/findings: the kind, the rows, and the facts that make it a finding.
KEY = r"[a-z0-9][a-z0-9._-]{0,79}"
GONE = r"gone=[a-z0-9]{1,20}"  # a row that is there no more; the sentence about it stays
OBJECTIVE, PERSON = rf"(?:objective={KEY}|{GONE})", rf"(?:person={KEY}|{GONE})"
SOURCE = rf"(?:key_result={KEY}|guard={KEY}/{KEY}|{GONE})"
WANTED = r"[tf]:-?\d{1,40}(?:\.\d{1,20})?"
FORM = re.compile(
    rf"(?:opposite|claim):{SOURCE}:{SOURCE}:{WANTED}:{WANTED}|twin:{OBJECTIVE}:{OBJECTIVE}:[0-9a-f]{{12}}"
    rf"|orphan:{OBJECTIVE}:(?:0|{OBJECTIVE})|unowned:{OBJECTIVE}:(?:0|{PERSON})|childless:{OBJECTIVE}|people:{PERSON}:[0-9a-f]{{12}}"
)


def number(part: str, letter: str = "") -> str:
    """SQL for the number in a part, as an index can look it up; nothing where there is none."""
    return f"substring({part} from '^{letter}([0-9]+)$')::bigint"


SIDES = {"a": number("r[2]"), "b": number("r[3]")}

# n: the parts with keys, r: with numbers. Of two equal sides the workspace says the older objective first, a bundle the first key;
# turned about, each side takes its figures along, and two titles are summed up in the other order.
TURNED = """CASE n[1] WHEN 'twin' THEN ARRAY[n[1], {s}[3], {s}[2], COALESCE((
        SELECT left(md5(b.title || chr(10) || a.title), 12) FROM alignment_objective a, alignment_objective b
        WHERE a.id = {a} AND b.id = {b} AND left(md5(a.title || chr(10) || b.title), 12) = n[4]), n[4])]
    ELSE ARRAY[n[1], {s}[3], {s}[2], n[6], n[7], n[4], n[5]] END"""

IS_OBJECTIVE = "r[1] IN ('twin', 'orphan', 'childless') OR (r[1] = 'unowned' AND e.place = 2)"
NAME = f"""CASE
    WHEN e.place NOT IN (2, 3) OR e.part = '0' OR (r[1] = 'people' AND e.place = 3) OR e.part !~ '^[kg]?[0-9]+$' THEN e.part
    WHEN {IS_OBJECTIVE} THEN (SELECT 'objective=' || o.key FROM alignment_objective o WHERE o.id = {number("e.part")})
    WHEN r[1] IN ('people', 'unowned') THEN (SELECT 'person=' || p.key FROM organizations_person p WHERE p.id = {number("e.part")})
    WHEN left(e.part, 1) = 'k' THEN (SELECT 'key_result=' || k.key FROM alignment_keyresult k WHERE k.id = {number("e.part", "k")})
    ELSE (SELECT 'guard=' || o.key || '/' || m.key FROM alignment_guard g JOIN alignment_objective o ON o.id = g.objective_id
        JOIN alignment_metric m ON m.id = g.metric_id WHERE g.id = {number("e.part", "g")}) END"""
NAMED = f"""(SELECT array_to_string(CASE
        WHEN r[1] IN ('claim', 'twin') AND n[2] COLLATE "C" > n[3] COLLATE "C"
        THEN {TURNED.format(s="n", **SIDES)} ELSE n END, ':')
    FROM (SELECT string_to_array(%(expressions)s, ':') AS r OFFSET 0) raw CROSS JOIN LATERAL (
        SELECT array_agg(COALESCE({NAME}, 'gone=' || e.part) ORDER BY e.place) AS n
        FROM unnest(r) WITH ORDINALITY AS e(part, place)) told)"""

FOUND = """CASE
    WHEN split_part(e.part, '=', 1) = 'objective' THEN (
        SELECT o.id::text FROM alignment_objective o WHERE o.organization_id = %(org)s AND o.key = split_part(e.part, '=', 2))
    WHEN split_part(e.part, '=', 1) = 'person' THEN (
        SELECT p.id::text FROM organizations_person p WHERE p.organization_id = %(org)s AND p.key = split_part(e.part, '=', 2))
    WHEN split_part(e.part, '=', 1) = 'key_result' THEN (
        SELECT 'k' || k.id FROM alignment_keyresult k WHERE k.organization_id = %(org)s AND k.key = split_part(e.part, '=', 2))
    WHEN split_part(e.part, '=', 1) = 'guard' THEN (
        SELECT 'g' || g.id FROM alignment_guard g JOIN alignment_objective o ON o.id = g.objective_id
        JOIN alignment_metric m ON m.id = g.metric_id
        WHERE g.organization_id = %(org)s AND o.key = split_part(split_part(e.part, '=', 2), '/', 1)
        AND m.key = split_part(e.part, '/', 2)) END"""


def age(side: str) -> str:
    """SQL for what orders two equal sides here: the number of the objective."""
    measured = f"(SELECT k.objective_id FROM alignment_keyresult k WHERE k.id = {number(side, 'k')})"
    return f"CASE n[1] WHEN 'twin' THEN {number(side)} ELSE {measured} END"


NUMBERED = f"""(SELECT left(array_to_string(CASE
        WHEN n[1] IN ('claim', 'twin') AND ({age("r[2]")}) > ({age("r[3]")})
        THEN {TURNED.format(s="r", **SIDES)} ELSE r END, ':'), 200)
    FROM (SELECT string_to_array({{cell}}, ':') AS n OFFSET 0) told CROSS JOIN LATERAL (
        SELECT array_agg(COALESCE({FOUND}, e.part) ORDER BY e.place) AS r
        FROM unnest(n) WITH ORDINALITY AS e(part, place)) raw)"""


def named(field: str) -> Func:
    """The stored finding with keys in place of numbers."""
    return Func(F(field), template=NAMED, output_field=CharField())


def numbered(cell: str) -> str:
    """SQL for the finding of a staged cell, with numbers in place of keys."""
    return NUMBERED.format(cell=cell)


def is_finding(text: str) -> bool:
    """Whether a cell names a finding as an export does: of two equal sides the first key first, or one finding had two names."""
    kind, *sides = text.split(":")
    return bool(FORM.fullmatch(text)) and (kind not in ("claim", "twin") or sides[0] <= sides[1])
