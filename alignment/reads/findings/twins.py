"""Near-duplicates: objectives of different teams whose titles say almost the same."""

from __future__ import annotations

from typing import Any

from alignment.reads.findings.graph import GRAPH, Window, rows_of
from alignment.reads.findings.rows import Finding, Found, side

ALIKE_FROM = 0.55  # share of the three-letter pieces that two titles have in common, as pg_trgm counts it
AT_MOST_EACH = 20  # titles around one word that are held against each other

# Holding every title against every other takes minutes where there are ten thousand; two that say the same share one of the
# rarer half of their words, so that only titles around such a word are compared. One word and a number say too little.
FOUND = f"""{GRAPH},
words AS (
    SELECT DISTINCT a.id, word FROM alive a, regexp_split_to_table(lower(a.title), '[^[:alpha:]]+') AS word
    WHERE a.is_open AND a.team_id IS NOT NULL AND length(word) > 2
),
rarity AS (SELECT word, count(*) AS times FROM words GROUP BY word HAVING count(*) > 1),
ranked AS (
    SELECT w.id, w.word, coalesce(r.times, 1) AS times, count(*) OVER (PARTITION BY w.id) AS words,
           row_number() OVER (PARTITION BY w.id ORDER BY coalesce(r.times, 1), w.word) AS nth
    FROM words w LEFT JOIN rarity r USING (word)
),
around AS (
    SELECT id, word, words, row_number() OVER (PARTITION BY word ORDER BY id) AS nth FROM ranked
    WHERE times > 1 AND nth <= greatest(1, (words + 1) / 2)
),
candidate AS (
    SELECT DISTINCT x.id AS a_id, y.id AS b_id, x.words > 1 AND y.words > 1 AS says_enough
    FROM around x JOIN around y ON x.word = y.word AND x.id < y.id
    WHERE x.nth <= %(each)s AND y.nth <= %(each)s
),
alike AS (
    SELECT c.a_id, c.b_id, a.title AS a_title, b.title AS b_title, similarity(a.title, b.title) AS likeness,
           a.team_id AS a_team_id, b.team_id AS b_team_id, a.owner_id AS a_owner_id, b.owner_id AS b_owner_id,
           concat_ws(':', 'twin', c.a_id, c.b_id, left(md5(a.title || chr(10) || b.title), 12)) AS key
    FROM candidate c JOIN alive a ON a.id = c.a_id JOIN alive b ON b.id = c.b_id
    WHERE a.team_id <> b.team_id AND a.period && b.period AND similarity(a.title, b.title) >= %(alike)s
      AND (c.says_enough OR lower(a.title) = lower(b.title))
      AND NOT EXISTS (SELECT 1 FROM edges e WHERE e.child = c.a_id AND e.parent = c.b_id)
      AND NOT EXISTS (SELECT 1 FROM edges e WHERE e.child = c.b_id AND e.parent = c.a_id)
),
placed AS (
    SELECT k.*, count(*) OVER () AS total, row_number() OVER (ORDER BY likeness DESC, a_id, b_id) AS place FROM alike k
    WHERE (%(only)s = '' OR k.key = %(only)s)
      AND NOT EXISTS (
        SELECT 1 FROM alignment_settlement s WHERE s.organization_id = %(organization)s AND s.finding = k.key)
)
SELECT p.*, at.name AS a_team, aw.name AS a_owner, bt.name AS b_team, bw.name AS b_owner FROM placed p
LEFT JOIN organizations_team at ON at.id = p.a_team_id LEFT JOIN organizations_person aw ON aw.id = p.a_owner_id
LEFT JOIN organizations_team bt ON bt.id = p.b_team_id LEFT JOIN organizations_person bw ON bw.id = p.b_owner_id
WHERE p.place BETWEEN %(first)s AND %(last)s ORDER BY p.place
"""  # noqa: S608  our own text


def twins(window: Window, only: str = "") -> dict[str, Found]:
    """Pairs of titles, the most alike first; `only` is the key of one finding."""
    rows = rows_of(FOUND, first=window.first, last=window.last, only=only, each=AT_MOST_EACH, alike=ALIKE_FROM)
    return {"twin": Found("twin", [twin_of(row) for row in rows], rows[0]["total"] if rows else 0)}


def twin_of(row: dict[str, Any]) -> Finding:
    return Finding("twin", row["key"], "", [side(row, "a_"), side(row, "b_")])
