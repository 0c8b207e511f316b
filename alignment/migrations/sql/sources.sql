-- What an objective's health is made from, for a handful of objectives or for all. Each of these is one SELECT, so that the
-- planner folds it into the statement that uses it.

-- The latest colour of the objective itself, or else of its key results: one step into this index.
CREATE INDEX alignment_checkin_claims ON alignment_checkin (objective_id, (key_result_id IS NOT NULL), at DESC, id DESC)
    INCLUDE (claim, is_day_only, key_result_id) WHERE claim <> '';
-- A week's last confidence: one step into this one.
CREATE INDEX alignment_checkin_confidences ON alignment_checkin (objective_id, at DESC, id DESC) INCLUDE (confidence)
    WHERE confidence IS NOT NULL;

-- The last eight weeks' confidence, oldest first: each week's last. Weeks are those of UTC, so that their order is that of the
-- reports, and are numbered from Monday, 1 January 1900. Mostly the eight latest reports are of eight weeks; where somebody
-- reports more often, it is looked up week by week.
CREATE FUNCTION alignment_confidences(ids bigint[], until timestamptz) RETURNS TABLE (objective_id bigint, confidences smallint[])
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE known AS MATERIALIZED (
        SELECT o.id, l.confidences, COALESCE(
            l.weeks[1] < l.weeks[2] AND l.weeks[2] < l.weeks[3] AND l.weeks[3] < l.weeks[4] AND l.weeks[4] < l.weeks[5]
            AND l.weeks[5] < l.weeks[6] AND l.weeks[6] < l.weeks[7] AND l.weeks[7] < l.weeks[8], true
        ) AS is_complete
        FROM unnest(ids) AS o (id)
        CROSS JOIN LATERAL (
            SELECT array_agg(n.confidence) AS confidences, array_agg(n.week) AS weeks
            FROM (
                SELECT m.confidence, ((m.at AT TIME ZONE 'UTC')::date - date '1900-01-01') / 7 AS week
                FROM (
                    SELECT * FROM alignment_checkin c
                    WHERE c.objective_id = o.id AND c.confidence IS NOT NULL AND c.at < until
                    ORDER BY c.at DESC, c.id DESC LIMIT 8
                ) m
                ORDER BY m.at, m.id
            ) n
        ) l
        WHERE l.confidences IS NOT NULL
    ), weekly AS (
        SELECT k.id, 0 AS nth, NULL::smallint AS confidence, until AS begins FROM known k WHERE NOT is_complete
        UNION ALL
        SELECT w.id, w.nth + 1, c.confidence, date_trunc('week', c.at, 'UTC')
        FROM weekly w
        CROSS JOIN LATERAL (
            SELECT * FROM alignment_checkin c
            WHERE c.objective_id = w.id AND c.confidence IS NOT NULL AND c.at < w.begins
            ORDER BY c.at DESC, c.id DESC LIMIT 1
        ) c
        WHERE w.nth < 8
    )
    SELECT k.id, k.confidences FROM known k WHERE is_complete
    UNION ALL
    SELECT w.id, array_agg(w.confidence ORDER BY w.nth DESC) FROM weekly w WHERE w.nth > 0 GROUP BY w.id
$$;

-- The latest report and the latest colour.
CREATE FUNCTION alignment_reported(org bigint, ids bigint[], until timestamptz, zone text)
RETURNS TABLE (objective_id bigint, checked_in_on date, check_in_id bigint, claim text, claimed_on date, is_of_key_result boolean)
LANGUAGE sql STABLE AS $$
    SELECT o.id, newest.day, claimed.id, COALESCE(claimed.claim, ''), claimed.day, claimed.is_of_key_result
    FROM unnest(ids) AS o (id)
    LEFT JOIN LATERAL (
        SELECT alignment_day(c.at, c.is_day_only, zone) AS day
        FROM alignment_checkin c
        WHERE c.organization_id = org AND c.objective_id = o.id AND c.at < until
        ORDER BY c.at DESC LIMIT 1
    ) newest ON true
    LEFT JOIN LATERAL (
        SELECT c.id, c.claim, c.key_result_id IS NOT NULL AS is_of_key_result, alignment_day(c.at, c.is_day_only, zone) AS day
        FROM alignment_checkin c
        WHERE c.objective_id = o.id AND c.claim <> '' AND c.at < until
        ORDER BY c.key_result_id IS NOT NULL, c.at DESC, c.id DESC LIMIT 1
    ) claimed ON true
$$;

-- The day since when the same colour has been reported without a break.
CREATE FUNCTION alignment_claimed_since(objective bigint, claimed text, of_key_result boolean, until timestamptz,
    zone text) RETURNS date
LANGUAGE sql STABLE AS $$
    SELECT min(alignment_day(c.at, c.is_day_only, zone))
    FROM alignment_checkin c
    WHERE c.objective_id = objective AND c.claim = claimed AND (c.key_result_id IS NOT NULL) = of_key_result AND c.at < until
        AND c.at > COALESCE((
            SELECT max(other.at) FROM alignment_checkin other
            WHERE other.objective_id = objective AND other.claim NOT IN ('', claimed)
                AND (other.key_result_id IS NOT NULL) = of_key_result AND other.at < until
        ), '-infinity')
$$;

CREATE FUNCTION alignment_key_results(ids bigint[])
RETURNS TABLE (
    objective_id bigint, id bigint, title text, kind text, state text, current_value numeric, target_value numeric,
    value_changed_on date, due_on date, progress numeric, weight numeric
) LANGUAGE sql STABLE AS $$
    SELECT k.objective_id, k.id, k.title, k.kind_in_effect, k.state, k.current_value, k.target_value, k.value_changed_on, k.due_on,
        alignment_key_result_progress(k.kind_in_effect, k.state, k.start_value, k.target_value, k.current_value), k.weight
    FROM (
        SELECT *, alignment_key_result_kind(kind, start_value, target_value, current_value) AS kind_in_effect
        FROM alignment_keyresult WHERE objective_id = ANY (ids)
    ) k
$$;

-- The direct children with their stored health; what was not begun, given up or archived carries nothing itself.
CREATE FUNCTION alignment_children(ids bigint[])
RETURNS TABLE (
    parent_id bigint, id bigint, title text, is_measured boolean, progress numeric, pace numeric, status text, status_since date,
    below_by_status jsonb, weight numeric
) LANGUAGE sql STABLE AS $$
    SELECT o.parent_id, o.id, o.title, o.archived_on IS NULL AND o.state IN ('active', 'on_hold', 'completed', 'missed'),
        h.progress::numeric,
        h.pace::numeric,
        h.status, h.status_since, h.below_by_status, o.weight
    FROM alignment_objective o JOIN alignment_objectivehealth h ON h.objective_id = o.id
    WHERE o.parent_id = ANY (ids)
$$;

-- What objectives wait for: asked and not answered, promised and not there, or late before its day has come, since what it waits
-- for in turn is late (the stored forecast). A state that is not stated says none of it.
CREATE FUNCTION alignment_waits(ids bigint[], today date)
RETURNS TABLE (objective_id bigint, id bigint, kind text, title text, team text, days int, is_overdue boolean, path jsonb)
LANGUAGE sql STABLE AS $$
    SELECT w.from_objective_id, w.id, w.kind, COALESCE(NULLIF(w.title, ''), NULLIF(w.deliverable, ''), o.title),
        COALESCE(t.name, o.title), w.days, w.is_overdue, w.path
    FROM (
        SELECT d.from_objective_id, d.id, 'dependency_unanswered' AS kind, d.title, d.deliverable, d.to_team_id,
            d.to_objective_id, GREATEST(0, today - d.requested_on) AS days, COALESCE(d.needed_by < today, false) AS is_overdue, NULL::jsonb AS path
        FROM alignment_dependency d
        WHERE d.from_objective_id = ANY (ids) AND d.state IN ('requested', 'negotiating')
            AND d.kind IN ('work', 'review', 'decision', 'support', 'blocked_by')
            AND (d.needed_by < today OR today - d.requested_on >= 3)
        UNION ALL
        SELECT d.from_objective_id, d.id, 'dependency_late', d.title, d.deliverable, d.to_team_id,
            d.to_objective_id, today - COALESCE(d.promised_by, d.needed_by), true, NULL
        FROM alignment_dependency d
        WHERE d.from_objective_id = ANY (ids) AND d.state IN ('agreed', 'in_progress')
            AND d.kind IN ('work', 'review', 'decision', 'support', 'blocked_by')
            AND COALESCE(d.promised_by, d.needed_by) < today
        UNION ALL
        SELECT d.from_objective_id, d.id, 'dependency_slipping', d.title, d.deliverable, d.to_team_id,
            d.to_objective_id, f.slip_days, true, f.path
        FROM alignment_dependency d JOIN alignment_dependencyforecast f ON f.dependency_id = d.id
        WHERE d.from_objective_id = ANY (ids) AND f.slip_days > 0
            AND d.kind IN ('work', 'review', 'decision', 'support', 'blocked_by')
            AND (
                d.state IN ('agreed', 'in_progress') AND NOT COALESCE(COALESCE(d.promised_by, d.needed_by) < today, false)
                OR d.state IN ('requested', 'negotiating')
                    AND NOT COALESCE(d.needed_by < today OR today - d.requested_on >= 3, false)
            )
    ) w
    LEFT JOIN alignment_objective o ON o.id = w.to_objective_id
    LEFT JOIN organizations_team t ON t.id = COALESCE(w.to_team_id, o.team_id)
$$;

-- What must not get worse and did: the latest measurement is beyond the limit.
CREATE FUNCTION alignment_broken_guards(ids bigint[], today date)
RETURNS TABLE (objective_id bigint, metric_id bigint, title text, bound text, limit_value numeric, value numeric, days int)
LANGUAGE sql STABLE AS $$
    SELECT g.objective_id, g.metric_id, m.title, g.bound, g.limit_value, l.value, today - l."on"
    FROM alignment_guard g
    JOIN alignment_metric m ON m.id = g.metric_id
    CROSS JOIN LATERAL (
        SELECT value, "on" FROM alignment_measurement
        WHERE metric_id = g.metric_id AND "on" <= today ORDER BY "on" DESC LIMIT 1
    ) l
    WHERE g.objective_id = ANY (ids)
        AND CASE g.bound WHEN 'at_least' THEN l.value < g.limit_value ELSE l.value > g.limit_value END
$$;
