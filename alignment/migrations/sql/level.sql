-- The health of objectives that share a depth, from their own facts and the stored health of their children: computed in one
-- statement, and written where it differs from what is stored. The steps: what is known (measured), what it says (judged), why
-- (reason), and the rows (stored). Returns the objectives whose row was written. "OFFSET 0" keeps a step apart, so that a formula
-- used five times is computed once.

CREATE FUNCTION alignment_refresh_level(
    org bigint, ids bigint[], level int, today date, every_days int, zone text, until timestamptz
) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    written bigint[];
BEGIN
    WITH key_result AS MATERIALIZED (
        SELECT * FROM alignment_key_results(ids)
    ), child AS MATERIALIZED (
        SELECT * FROM alignment_children(ids)
    ), own AS (
        SELECT objective_id,
            round(sum(progress * weight) / NULLIF(sum(weight) FILTER (WHERE progress IS NOT NULL), 0), 6) AS progress,
            bool_or(state = 'done' OR state <> 'cancelled' AND current_value IS NOT NULL) AS has_value
        FROM key_result GROUP BY objective_id
    ), below AS (
        SELECT parent_id, round(
                sum(progress * weight) FILTER (WHERE is_measured)
                / NULLIF(sum(weight) FILTER (WHERE is_measured AND progress IS NOT NULL), 0), 6
            ) AS progress,
            count(*) FILTER (WHERE status = 'on_track') AS on_track, count(*) FILTER (WHERE status = 'at_risk') AS at_risk,
            count(*) FILTER (WHERE status = 'off_track') AS off_track, count(*) FILTER (WHERE status = 'no_update') AS no_update,
            count(*) FILTER (WHERE status = 'paused') AS paused, count(*) FILTER (WHERE status = 'done') AS done,
            sum(alignment_count_of(below_by_status, 'on_track')) AS all_on_track,
            sum(alignment_count_of(below_by_status, 'at_risk')) AS all_at_risk,
            sum(alignment_count_of(below_by_status, 'off_track')) AS all_off_track,
            sum(alignment_count_of(below_by_status, 'no_update')) AS all_no_update,
            sum(alignment_count_of(below_by_status, 'paused')) AS all_paused,
            sum(alignment_count_of(below_by_status, 'done')) AS all_done
        FROM child GROUP BY parent_id
    ), wait AS MATERIALIZED (
        SELECT * FROM alignment_waits(ids, today)
    ), guard AS MATERIALIZED (
        SELECT * FROM alignment_broken_guards(ids, today)
    ), measured AS (
        SELECT o.id, CASE WHEN o.archived_on IS NULL THEN o.state ELSE 'archived' END AS state, o.due_on, o.owner_id, r.checked_in_on, r.check_in_id, r.claim, r.claimed_on, r.is_of_key_result,
            alignment_elapsed(COALESCE(o.start_on, c.starts_on), COALESCE(o.due_on, c.ends_on), today) AS elapsed,
            CASE WHEN o.state = 'completed' THEN 1 ELSE COALESCE(own.progress, below.progress) END AS progress,
            own.progress IS NOT NULL AND (own.has_value OR r.checked_in_on IS NOT NULL) AS is_measured_itself,
            COALESCE(today - r.checked_in_on <= every_days + 2, false) AS is_fresh,
            below.on_track, below.at_risk, below.off_track, below.no_update, below.done,
            CASE WHEN below.parent_id IS NULL THEN '{}' ELSE alignment_by_status(
                below.on_track, below.at_risk, below.off_track, below.no_update, below.paused, below.done
            ) END AS children_by_status,
            CASE WHEN below.parent_id IS NULL THEN '{}' ELSE alignment_by_status(
                (below.on_track + all_on_track)::bigint, (below.at_risk + all_at_risk)::bigint,
                (below.off_track + all_off_track)::bigint, (below.no_update + all_no_update)::bigint,
                (below.paused + all_paused)::bigint, (below.done + all_done)::bigint
            ) END AS below_by_status,
            COALESCE(below.on_track + below.at_risk + below.off_track + below.no_update + below.paused + below.done, 0)
                AS child_count,
            COALESCE(all_on_track + all_at_risk + all_off_track + all_no_update + all_paused + all_done, 0) AS further_count,
            CASE  -- what a green that nobody states does not stand against
                WHEN o.id IN (SELECT objective_id FROM guard) THEN 'guard'
                WHEN o.id IN (SELECT objective_id FROM wait WHERE is_overdue) THEN 'waits'
            END AS doubt
        FROM alignment_objective o
        JOIN alignment_reported(org, ids, until, zone) r ON r.objective_id = o.id
        LEFT JOIN organizations_cycle c ON c.id = o.cycle_id
        LEFT JOIN own ON own.objective_id = o.id
        LEFT JOIN below ON below.parent_id = o.id
        WHERE o.organization_id = org AND o.id = ANY (ids)
        OFFSET 0
    ), sourced AS (
        SELECT *, CASE
            WHEN state <> 'active' THEN ''
            WHEN due_on < today AND COALESCE(progress, 0) < 1 THEN 'date'
            WHEN claim <> '' THEN CASE WHEN is_fresh THEN 'reported' ELSE '' END
            WHEN is_measured_itself AND verdict <> '' THEN CASE WHEN verdict = 'on_pace' THEN COALESCE(doubt, 'pace') ELSE 'pace' END
            WHEN colour_below <> '' THEN CASE WHEN colour_below = 'on_track' THEN COALESCE(doubt, 'children') ELSE 'children' END
            ELSE ''
        END AS source
        FROM (
            SELECT *, alignment_colour_below(on_track + done, at_risk, off_track, no_update, verdict) AS colour_below
            FROM (
                SELECT *, alignment_verdict(pace) AS verdict
                FROM (SELECT *, CASE WHEN state IN ('active', 'on_hold') THEN progress - elapsed END AS pace
                    FROM measured OFFSET 0) m
                OFFSET 0
            ) p
            OFFSET 0
        ) v
        OFFSET 0
    ), judged AS MATERIALIZED (
        SELECT *, source = 'reported' AND claim = 'on_track' AS is_said_on_track, CASE
            WHEN state = 'on_hold' THEN 'paused'
            WHEN state = 'completed' THEN 'done'
            WHEN state <> 'active' THEN ''
            WHEN source = 'date' THEN 'off_track'
            WHEN source = 'reported' THEN claim
            WHEN source = 'pace' THEN CASE verdict WHEN 'on_pace' THEN 'on_track' WHEN 'at_risk' THEN 'at_risk' ELSE 'off_track' END
            WHEN source = 'children' THEN colour_below
            WHEN source IN ('guard', 'waits') THEN 'at_risk'
            ELSE 'no_update'
        END AS status
        FROM sourced
    ), doubtful AS MATERIALIZED (  -- needs reasons: all but the green that nobody states, the paused and the ended
        SELECT id, elapsed, is_said_on_track FROM judged WHERE status IN ('off_track', 'at_risk', 'no_update') OR is_said_on_track
    ), troubled_key_result AS (
        SELECT k.*, j.elapsed, CASE
            WHEN k.state = 'open' AND k.due_on < today AND COALESCE(k.progress, 0) < 1 THEN 'late'
            WHEN k.state NOT IN ('', 'open') THEN NULL
            WHEN k.kind IN ('threshold_above', 'threshold_below') AND k.progress = 0 THEN 'broken'
            WHEN k.kind NOT IN ('metric', 'checklist') THEN NULL
            WHEN k.progress < 1 AND today - k.value_changed_on >= 21 THEN 'flat'
            WHEN k.progress - j.elapsed < -0.15 THEN 'behind'
        END AS problem
        FROM key_result k JOIN doubtful j ON j.id = k.objective_id
        OFFSET 0
    ), reason (objective_id, place, size, is_evidence, item) AS (
        -- The place in the list: 0 is where a status comes from, then the worst first. Evidence speaks against a stated green.
        SELECT j.id, 0, 0, false, jsonb_strip_nulls(jsonb_build_object(
            'kind', 'reported', 'type', 'check_in', 'id', c.id, 'objective', j.id, 'who', p.name, 'person', p.id,
            'claim', j.claim, 'on', j.claimed_on, 'days', GREATEST(0, today - j.claimed_on), 'note', NULLIF(left(c.note, 140), '')))
        FROM judged j JOIN alignment_checkin c ON c.id = j.check_in_id LEFT JOIN organizations_person p ON p.id = c.author_id
        WHERE j.source = 'reported'
        UNION ALL
        SELECT j.id, r.place, r.size, r.is_evidence, r.item
        FROM judged j
        CROSS JOIN LATERAL (
            SELECT 0 AS place, 0 AS size, false AS is_evidence, jsonb_build_object(
                'kind', 'on_pace', 'type', 'objective', 'id', j.id, 'points', round(j.pace * 100)) AS item
            WHERE j.source = 'pace' AND j.status = 'on_track'
            UNION ALL
            SELECT 0, 0, false, jsonb_build_object(
                'kind', 'children', 'type', 'objective', 'id', j.id, 'by_status', j.children_by_status, 'count',
                j.on_track + j.at_risk + j.off_track + j.done)
            WHERE j.source = 'children'
            UNION ALL
            SELECT CASE WHEN j.source = 'date' THEN 1 ELSE 2 END, today - j.due_on, true,
                jsonb_build_object('kind', 'due_passed', 'type', 'objective', 'id', j.id, 'on', j.due_on, 'days', today - j.due_on)
            WHERE j.due_on < today AND COALESCE(j.progress, 0) < 1
            UNION ALL
            SELECT CASE WHEN j.status = 'no_update' THEN 1 ELSE 8 END, today - j.checked_in_on, false,
                jsonb_strip_nulls(jsonb_build_object(
                    'kind', 'stale', 'type', 'objective', 'id', j.id, 'on', j.checked_in_on, 'days', today - j.checked_in_on))
            WHERE NOT j.is_fresh AND (j.status = 'no_update' OR j.checked_in_on IS NOT NULL)
            UNION ALL
            SELECT CASE WHEN j.source = 'pace' THEN 1 ELSE 6 END, round(j.pace * -100)::int, true,
                jsonb_build_object('kind', 'behind_pace', 'type', 'objective', 'id', j.id, 'points', round(j.pace * -100))
            WHERE j.verdict IN ('at_risk', 'behind')
            UNION ALL
            SELECT 8, 0, false, jsonb_build_object('kind', 'no_owner', 'type', 'objective', 'id', j.id) WHERE j.owner_id IS NULL
        ) r
        WHERE j.status IN ('on_track', 'at_risk', 'off_track', 'no_update')
        UNION ALL
        SELECT w.objective_id, CASE WHEN j.source = 'waits' AND w.is_overdue THEN 1 ELSE 3 END, w.days, w.is_overdue,
            jsonb_strip_nulls(jsonb_build_object('kind', w.kind, 'type', 'dependency', 'id', w.id, 'title', w.title, 'team', w.team,
                'days', w.days, 'path', w.path))
        FROM wait w JOIN judged j ON j.id = w.objective_id
        UNION ALL
        SELECT g.objective_id, CASE WHEN j.source = 'guard' THEN 1 ELSE 4 END, g.days, true, jsonb_build_object(
            'kind', 'guard', 'type', 'metric', 'id', g.metric_id, 'objective', g.objective_id, 'title', g.title,
            'value', g.value, 'limit', g.limit_value, 'bound', g.bound)
        FROM guard g JOIN judged j ON j.id = g.objective_id
        UNION ALL
        SELECT k.objective_id, CASE k.problem WHEN 'behind' THEN 7 ELSE 4 END, z.size, k.problem <> 'behind',
            CASE k.problem
                WHEN 'broken' THEN jsonb_build_object(
                    'kind', 'key_result', 'problem', k.problem, 'type', 'key_result', 'id', k.id, 'objective', k.objective_id,
                    'title', k.title, 'current', k.current_value, 'target', k.target_value, 'measure', k.kind)
                ELSE jsonb_build_object(
                    'kind', 'key_result', 'problem', k.problem, 'type', 'key_result', 'id', k.id, 'objective', k.objective_id,
                    'title', k.title, CASE k.problem WHEN 'behind' THEN 'points' ELSE 'days' END, z.size)
            END
        FROM troubled_key_result k
        CROSS JOIN LATERAL (
            SELECT CASE k.problem
                WHEN 'late' THEN today - k.due_on
                WHEN 'flat' THEN today - k.value_changed_on
                WHEN 'behind' THEN round((k.elapsed - k.progress) * 100)::int
            END AS size
        ) z
        WHERE k.problem IS NOT NULL
        UNION ALL
        SELECT c.parent_id, CASE c.status WHEN 'off_track' THEN 5 ELSE 9 END, round(COALESCE(c.pace, 0) * -100)::int,
            c.status = 'off_track', jsonb_build_object(
            'kind', 'child', 'type', 'objective', 'id', c.id, 'title', c.title, 'status', c.status, 'days', today - c.status_since)
        FROM child c WHERE c.status IN ('off_track', 'at_risk')
        UNION ALL
        SELECT r.objective_id, 10, r.impact * r.likelihood, false, jsonb_build_object(
            'kind', 'risk', 'type', 'risk', 'id', r.id, 'objective', r.objective_id, 'title', r.title,
            'score', r.impact * r.likelihood)
        FROM alignment_risk r
        WHERE r.objective_id = ANY (ids) AND r.state = 'open' AND r.impact * r.likelihood >= 12
    ), explained AS (
        SELECT r.objective_id,
            to_jsonb((array_agg(item ORDER BY place, size DESC NULLS LAST, item) FILTER (WHERE NOT is_against))[:5]) AS causes,
            to_jsonb((array_agg(item ORDER BY place, size DESC NULLS LAST, item) FILTER (WHERE is_against))[:5]) AS contradictions
        FROM (
            SELECT r.*, COALESCE(d.is_said_on_track, false) AND r.is_evidence AS is_against
            FROM reason r LEFT JOIN doubtful d ON d.id = r.objective_id
            WHERE r.place = 0 OR d.id IS NOT NULL AND (r.is_evidence OR NOT d.is_said_on_track)
        ) r
        GROUP BY r.objective_id
    ), confident AS (
        SELECT * FROM alignment_confidences(ids, until)
    ), stored AS (
        INSERT INTO alignment_objectivehealth (
            organization_id, objective_id, as_of, depth, progress, elapsed, pace, verdict, status, status_source, status_since,
                claim,
            claimed_on, confidence, confidence_trend, checked_in_on, is_fresh, is_contradicted, causes, contradictions, child_count,
            children_by_status, below_count, below_by_status
        )
        SELECT org, j.id, today, f.*
        FROM judged j
        LEFT JOIN explained e ON e.objective_id = j.id
        LEFT JOIN confident n ON n.objective_id = j.id
        LEFT JOIN alignment_objectivehealth s ON s.objective_id = j.id
        CROSS JOIN LATERAL (
            SELECT level::smallint AS depth, j.progress::float8, j.elapsed::float8, j.pace::float8, j.verdict, j.status, j.source,
                CASE
                    WHEN s.status = j.status THEN s.status_since
                    WHEN s.id IS NOT NULL THEN today
                    WHEN j.source = 'reported'
                        THEN LEAST(today, alignment_claimed_since(j.id, j.claim, j.is_of_key_result, until, zone))
                    WHEN j.source = 'date' THEN j.due_on
                    ELSE today
                END AS status_since,
                j.claim, j.claimed_on, n.confidences[cardinality(n.confidences)] AS confidence,
                COALESCE(n.confidences, '{}') AS confidences, j.checked_in_on, j.is_fresh,
                e.contradictions IS NOT NULL AS is_contradicted,
                COALESCE(e.causes, '[]') AS causes,
                COALESCE(e.contradictions, '[]') AS contradictions, j.child_count::int, j.children_by_status,
                (j.child_count + j.further_count)::int AS below_count, j.below_by_status
            OFFSET 0
        ) f
        WHERE s.id IS NULL OR (
            s.depth, s.progress, s.elapsed, s.pace, s.verdict, s.status, s.status_source, s.status_since, s.claim, s.claimed_on,
            s.confidence, s.confidence_trend, s.checked_in_on, s.is_fresh, s.is_contradicted, s.causes, s.contradictions,
            s.child_count, s.children_by_status, s.below_count, s.below_by_status
        ) IS DISTINCT FROM (
            f.depth, f.progress, f.elapsed, f.pace, f.verdict, f.status, f.source, f.status_since, f.claim, f.claimed_on,
            f.confidence, f.confidences, f.checked_in_on, f.is_fresh, f.is_contradicted, f.causes, f.contradictions,
            f.child_count, f.children_by_status, f.below_count, f.below_by_status
        )
        ORDER BY j.id
        ON CONFLICT (objective_id) DO UPDATE SET
            as_of = excluded.as_of, depth = excluded.depth, progress = excluded.progress, elapsed = excluded.elapsed,
            pace = excluded.pace, verdict = excluded.verdict, status = excluded.status, status_source = excluded.status_source,
            status_since = excluded.status_since, claim = excluded.claim, claimed_on = excluded.claimed_on,
            confidence = excluded.confidence, confidence_trend = excluded.confidence_trend,
            checked_in_on = excluded.checked_in_on, is_fresh = excluded.is_fresh, is_contradicted = excluded.is_contradicted,
            causes = excluded.causes, contradictions = excluded.contradictions, child_count = excluded.child_count,
            children_by_status = excluded.children_by_status, below_count = excluded.below_count,
            below_by_status = excluded.below_by_status
        RETURNING objective_id
    )
    SELECT COALESCE(array_agg(objective_id), '{}') INTO written FROM stored;
    RETURN written;
END
$$;
