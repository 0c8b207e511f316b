-- The figures of teams and cycles: sums over stored health. A change is carried to them as a difference, so that a check-in costs
-- the same in a large team as in a small one; the sums are exact, so that differences add up to what a new count gives.

-- What objectives add to their team and cycle. "Under way" includes on hold here.
CREATE FUNCTION alignment_shares(org bigint, ids bigint[])
RETURNS TABLE (
    team_id bigint, cycle_id bigint, objectives bigint, on_track bigint, at_risk bigint, off_track bigint, no_update bigint,
    paused bigint, done bigint, fresh bigint, contradicted bigint, measured bigint, progress numeric
) LANGUAGE sql STABLE AS $$
    SELECT o.team_id, o.cycle_id, count(*),
        count(*) FILTER (WHERE h.status = 'on_track'), count(*) FILTER (WHERE h.status = 'at_risk'),
        count(*) FILTER (WHERE h.status = 'off_track'), count(*) FILTER (WHERE h.status = 'no_update'),
        count(*) FILTER (WHERE h.status = 'paused'), count(*) FILTER (WHERE h.status = 'done'),
        count(*) FILTER (WHERE h.is_fresh AND h.status NOT IN ('', 'done')), count(*) FILTER (WHERE h.is_contradicted),
        count(h.progress) FILTER (WHERE h.status NOT IN ('', 'done')),
        COALESCE(sum(h.progress::numeric) FILTER (WHERE h.status NOT IN ('', 'done')), 0)
    FROM alignment_objective o JOIN alignment_objectivehealth h ON h.objective_id = o.id
    WHERE o.organization_id = org AND o.id = ANY (ids)
    GROUP BY o.team_id, o.cycle_id
$$;

-- Counts with others added, or taken away.
CREATE FUNCTION alignment_added(
    by_status jsonb, on_track numeric, at_risk numeric, off_track numeric, no_update numeric, paused numeric, done numeric
) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT alignment_by_status(
        alignment_count_of(by_status, 'on_track') + on_track::bigint, alignment_count_of(by_status, 'at_risk') + at_risk::bigint,
        alignment_count_of(by_status, 'off_track') + off_track::bigint,
        alignment_count_of(by_status, 'no_update') + no_update::bigint,
        alignment_count_of(by_status, 'paused') + paused::bigint, alignment_count_of(by_status, 'done') + done::bigint
    )
$$;

-- The same as one value, which can be kept while health is refreshed.
CREATE FUNCTION alignment_shares_of(org bigint, ids bigint[]) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT COALESCE(jsonb_agg(to_jsonb(s) ORDER BY s.team_id, s.cycle_id), '[]') FROM alignment_shares(org, ids) s
$$;

-- Two readings of shares as one list: what there was counts against what there is.
CREATE FUNCTION alignment_moved(before jsonb, after jsonb)
RETURNS TABLE (
    sign int, team_id bigint, cycle_id bigint, objectives bigint, on_track bigint, at_risk bigint, off_track bigint,
        no_update bigint,
    paused bigint, done bigint, fresh bigint, contradicted bigint, measured bigint, progress numeric
) LANGUAGE sql STABLE AS $$
    SELECT r.sign, s.* FROM (VALUES (-1, before), (1, after)) AS r (sign, list)
    CROSS JOIN LATERAL jsonb_to_recordset(r.list) AS s (
        team_id bigint, cycle_id bigint, objectives bigint, on_track bigint, at_risk bigint, off_track bigint, no_update bigint,
        paused bigint, done bigint, fresh bigint, contradicted bigint, measured bigint, progress numeric
    )
$$;

-- Teams and all above them.
CREATE FUNCTION alignment_teams_up(teams bigint[]) RETURNS TABLE (id bigint) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up (id) AS (
        SELECT unnest(teams)
        UNION
        SELECT t.parent_id FROM organizations_team t JOIN up ON t.id = up.id WHERE t.parent_id IS NOT NULL
    )
    SELECT up.id FROM up
$$;

-- Count teams anew from the shares of their objectives, and what is below them and below all above them.
CREATE FUNCTION alignment_recount_teams(org bigint, teams bigint[], shares jsonb, today date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH share AS (
        SELECT team_id, sum(on_track) AS on_track, sum(at_risk) AS at_risk, sum(off_track) AS off_track,
            sum(no_update) AS no_update,
            sum(paused) AS paused, sum(fresh) AS fresh, sum(measured) AS measured, sum(progress) AS progress
        FROM alignment_moved('[]', shares) GROUP BY team_id
    ), wait AS (
        SELECT COALESCE(d.from_team_id, o.team_id) AS needs, COALESCE(d.to_team_id, p.team_id) AS owes
        FROM alignment_dependency d
        LEFT JOIN alignment_objective o ON o.id = d.from_objective_id
        LEFT JOIN alignment_objective p ON p.id = d.to_objective_id
        WHERE d.organization_id = org AND d.state IN ('requested', 'negotiating', 'agreed', 'in_progress')
    ), needed AS (
        SELECT needs, count(*) FROM wait GROUP BY needs
    ), owed AS (
        SELECT owes, count(*) FROM wait GROUP BY owes
    ), person AS (
        SELECT team_id, count(DISTINCT person_id) FROM organizations_membership
        WHERE team_id = ANY (teams) AND role <> 'advisor' AND status <> 'ended'
            AND (end_on IS NULL OR end_on >= today) AND (start_on IS NULL OR start_on <= today)
        GROUP BY team_id
    ), counted AS (
        SELECT t.id, COALESCE(measured, 0)::int AS measured, COALESCE(s.progress, 0) AS progress,
            COALESCE(on_track + at_risk + off_track + no_update + paused, 0)::int AS own_count,
            alignment_added('{}', COALESCE(on_track, 0), COALESCE(at_risk, 0), COALESCE(off_track, 0), COALESCE(no_update, 0),
                COALESCE(paused, 0), 0) AS own_by_status,
            COALESCE(fresh, 0)::int AS fresh, COALESCE(needed.count, 0)::int AS needs, COALESCE(owed.count, 0)::int AS owes,
            COALESCE(person.count, 0)::int AS people
        FROM organizations_team t
        LEFT JOIN share s ON s.team_id = t.id
        LEFT JOIN needed ON needed.needs = t.id
        LEFT JOIN owed ON owed.owes = t.id
        LEFT JOIN person ON person.team_id = t.id
        WHERE t.organization_id = org AND t.id = ANY (teams)
    )
    INSERT INTO alignment_teamhealth (
        organization_id, team_id, as_of, measured_count, progress_sum, progress, own_count, own_by_status, all_count, all_by_status,
        fresh_count, waits_on_count, owes_count, people_count
    )
    SELECT org, c.id, today, c.measured, c.progress, round(c.progress / NULLIF(c.measured, 0), 6), c.own_count, c.own_by_status,
        0, '{}',
        c.fresh, c.needs, c.owes, c.people
    FROM counted c LEFT JOIN alignment_teamhealth h ON h.team_id = c.id
    WHERE h.id IS NULL OR (
        h.measured_count, h.progress_sum, h.own_count, h.own_by_status, h.fresh_count, h.waits_on_count, h.owes_count,
            h.people_count
    ) IS DISTINCT FROM (c.measured, c.progress, c.own_count, c.own_by_status, c.fresh, c.needs, c.owes, c.people)
    ORDER BY c.id
    ON CONFLICT (team_id) DO UPDATE SET
        as_of = excluded.as_of, measured_count = excluded.measured_count, progress_sum = excluded.progress_sum,
        progress = excluded.progress, own_count = excluded.own_count, own_by_status = excluded.own_by_status,
        fresh_count = excluded.fresh_count, waits_on_count = excluded.waits_on_count, owes_count = excluded.owes_count,
        people_count = excluded.people_count;

    WITH RECURSIVE down (top, id) AS (
        SELECT up.id, up.id FROM alignment_teams_up(teams) up
        UNION ALL
        SELECT d.top, t.id FROM organizations_team t JOIN down d ON t.parent_id = d.id
    ), total AS (
        SELECT top, sum(h.own_count)::int AS total, alignment_by_status(
            sum(alignment_count_of(own_by_status, 'on_track'))::bigint, sum(alignment_count_of(own_by_status, 'at_risk'))::bigint,
            sum(alignment_count_of(own_by_status, 'off_track'))::bigint,
            sum(alignment_count_of(own_by_status, 'no_update'))::bigint,
            sum(alignment_count_of(own_by_status, 'paused'))::bigint, 0
        ) AS by_status
        FROM down JOIN alignment_teamhealth h ON h.team_id = down.id
        GROUP BY top
    )
    UPDATE alignment_teamhealth h SET as_of = today, all_count = total.total, all_by_status = total.by_status
    FROM total
    WHERE h.team_id = total.top AND (h.all_count, h.all_by_status) IS DISTINCT FROM (total.total, total.by_status);
END
$$;

CREATE FUNCTION alignment_recount_cycles(org bigint, cycles bigint[], shares jsonb, today date) RETURNS void LANGUAGE sql AS $$
    WITH share AS (
        SELECT cycle_id, sum(objectives)::int AS objectives, sum(fresh)::int AS fresh, sum(contradicted)::int AS contradicted,
            sum(on_track + at_risk + off_track + no_update + paused)::int AS under_way,
            alignment_added('{}', sum(on_track), sum(at_risk), sum(off_track), sum(no_update), sum(paused), sum(done)) AS by_status,
            sum(measured + done)::int AS measured, sum(progress + done) AS progress
        FROM alignment_moved('[]', shares) GROUP BY cycle_id
    ), counted AS (
        SELECT c.id, COALESCE(objectives, 0) AS objectives, COALESCE(under_way, 0) AS under_way,
            COALESCE(by_status, '{}') AS by_status,
            COALESCE(contradicted, 0) AS contradicted, COALESCE(fresh, 0) AS fresh, COALESCE(measured, 0) AS measured,
            COALESCE(progress, 0) AS progress
        FROM organizations_cycle c LEFT JOIN share s ON s.cycle_id = c.id
        WHERE c.organization_id = org AND c.id = ANY (cycles)
    )
    INSERT INTO alignment_cyclehealth (
        organization_id, cycle_id, as_of, objective_count, under_way_count, by_status, contradicted_count, fresh_count,
            measured_count,
        progress_sum, progress
    )
    SELECT org, c.id, today, c.objectives, c.under_way, c.by_status, c.contradicted, c.fresh, c.measured, c.progress,
        round(c.progress / NULLIF(c.measured, 0), 6)
    FROM counted c LEFT JOIN alignment_cyclehealth h ON h.cycle_id = c.id
    WHERE h.id IS NULL OR (
        h.objective_count, h.under_way_count, h.by_status, h.contradicted_count, h.fresh_count, h.measured_count, h.progress_sum
    ) IS DISTINCT FROM (c.objectives, c.under_way, c.by_status, c.contradicted, c.fresh, c.measured, c.progress)
    ORDER BY c.id
    ON CONFLICT (cycle_id) DO UPDATE SET
        as_of = excluded.as_of, objective_count = excluded.objective_count, under_way_count = excluded.under_way_count,
        by_status = excluded.by_status, contradicted_count = excluded.contradicted_count, fresh_count = excluded.fresh_count,
        measured_count = excluded.measured_count, progress_sum = excluded.progress_sum, progress = excluded.progress
$$;

-- Carry what changed between two readings of shares (jsonb lists) to teams, all above them, and cycles.
CREATE FUNCTION alignment_carry_shares(org bigint, before jsonb, after jsonb, today date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH moved AS (
        SELECT team_id, sum(sign * on_track) AS on_track, sum(sign * at_risk) AS at_risk, sum(sign * off_track) AS off_track,
            sum(sign * no_update) AS no_update, sum(sign * paused) AS paused, sum(sign * fresh) AS fresh,
            sum(sign * measured) AS measured, sum(sign * progress) AS progress
        FROM alignment_moved(before, after) GROUP BY team_id
    ), spread AS (  -- every moved team, and all above each
        SELECT up.id AS team_id, up.id = m.team_id AS is_own, m.on_track, m.at_risk, m.off_track, m.no_update, m.paused, m.fresh,
            m.measured, m.progress
        FROM moved m CROSS JOIN LATERAL alignment_teams_up(ARRAY[m.team_id]) up
        WHERE m.team_id IS NOT NULL
    ), change AS (
        SELECT team_id, sum(on_track) AS on_track, sum(at_risk) AS at_risk, sum(off_track) AS off_track,
            sum(no_update) AS no_update,
            sum(paused) AS paused,
            COALESCE(sum(on_track) FILTER (WHERE is_own), 0) AS own_on_track,
            COALESCE(sum(at_risk) FILTER (WHERE is_own), 0) AS own_at_risk,
            COALESCE(sum(off_track) FILTER (WHERE is_own), 0) AS own_off_track,
            COALESCE(sum(no_update) FILTER (WHERE is_own), 0) AS own_no_update,
            COALESCE(sum(paused) FILTER (WHERE is_own), 0) AS own_paused,
            COALESCE(sum(fresh) FILTER (WHERE is_own), 0) AS fresh, COALESCE(sum(measured) FILTER (WHERE is_own), 0) AS measured,
            COALESCE(sum(progress) FILTER (WHERE is_own), 0) AS progress
        FROM spread GROUP BY team_id
    )
    UPDATE alignment_teamhealth h SET
        as_of = today, measured_count = h.measured_count + c.measured, progress_sum = h.progress_sum + c.progress,
        progress = round((h.progress_sum + c.progress) / NULLIF(h.measured_count + c.measured, 0), 6),
        own_count = h.own_count + own_on_track + own_at_risk + own_off_track + own_no_update + own_paused,
        own_by_status = alignment_added(h.own_by_status, own_on_track, own_at_risk, own_off_track, own_no_update, own_paused, 0),
        all_count = h.all_count + on_track + at_risk + off_track + no_update + paused,
        all_by_status = alignment_added(h.all_by_status, on_track, at_risk, off_track, no_update, paused, 0),
        fresh_count = h.fresh_count + c.fresh
    FROM change c
    WHERE h.team_id = c.team_id
        AND (on_track, at_risk, off_track, no_update, paused, own_on_track, own_at_risk, own_off_track, own_no_update, own_paused,
            c.fresh, c.measured, c.progress) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    WITH change AS (
        SELECT cycle_id, sum(sign * objectives) AS objectives, sum(sign * on_track) AS on_track, sum(sign * at_risk) AS at_risk,
            sum(sign * off_track) AS off_track, sum(sign * no_update) AS no_update, sum(sign * paused) AS paused,
            sum(sign * done) AS done, sum(sign * fresh) AS fresh, sum(sign * contradicted) AS contradicted,
            sum(sign * (measured + done)) AS measured, sum(sign * (progress + done)) AS progress
        FROM alignment_moved(before, after) GROUP BY cycle_id
    )
    UPDATE alignment_cyclehealth h SET
        as_of = today, objective_count = objective_count + objectives,
        under_way_count = under_way_count + on_track + at_risk + off_track + no_update + paused,
        by_status = alignment_added(by_status, on_track, at_risk, off_track, no_update, paused, done),
        contradicted_count = contradicted_count + contradicted, fresh_count = fresh_count + fresh,
        measured_count = measured_count + measured, progress_sum = progress_sum + c.progress,
        progress = round((progress_sum + c.progress) / NULLIF(measured_count + measured, 0), 6)
    FROM change c
    WHERE h.cycle_id = c.cycle_id
        AND (objectives, on_track, at_risk, off_track, no_update, paused, done, fresh, contradicted, measured, c.progress)
            <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
END
$$;
