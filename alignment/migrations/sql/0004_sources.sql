-- What health is made from, with weights, guards and what is late before its day: takes the place of parts of 0002_sources.sql.
DROP FUNCTION alignment_key_results(bigint[]);
DROP FUNCTION alignment_children(bigint[]);
DROP FUNCTION alignment_waits(bigint[], date);

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
