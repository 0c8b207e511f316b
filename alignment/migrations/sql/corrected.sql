-- What was corrected is not said any more: neither its colour nor the day since when a colour holds comes from it. The
-- corrections are looked up row by row, on their index: as a join they would be read all at once for one objective.

-- The latest report and the latest colour.
CREATE OR REPLACE FUNCTION alignment_reported(org bigint, ids bigint[], until timestamptz, zone text)
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
        WHERE c.objective_id = o.id AND c.claim <> '' AND c.at < until AND (
            SELECT better.id FROM alignment_checkin better
            WHERE better.corrects_id = COALESCE(c.corrects_id, c.id) AND better.id > c.id LIMIT 1
        ) IS NULL
        ORDER BY c.key_result_id IS NOT NULL, c.at DESC, c.id DESC LIMIT 1
    ) claimed ON true
$$;

-- The day since when the same colour has been reported without a break.
CREATE OR REPLACE FUNCTION alignment_claimed_since(objective bigint, claimed text, of_key_result boolean, until timestamptz,
    zone text) RETURNS date
LANGUAGE sql STABLE AS $$
    WITH standing AS (
        SELECT c.at, c.is_day_only, c.claim
        FROM alignment_checkin c
        WHERE c.objective_id = objective AND c.claim <> '' AND (c.key_result_id IS NOT NULL) = of_key_result AND c.at < until
            AND (
                SELECT better.id FROM alignment_checkin better
                WHERE better.corrects_id = COALESCE(c.corrects_id, c.id) AND better.id > c.id LIMIT 1
            ) IS NULL
    )
    SELECT min(alignment_day(s.at, s.is_day_only, zone))
    FROM standing s
    WHERE s.claim = claimed AND s.at > COALESCE((SELECT max(other.at) FROM standing other WHERE other.claim <> claimed), '-infinity')
$$;

-- What objectives add to their team and cycle, those in the archive nothing. "Under way" includes on hold here.
CREATE OR REPLACE FUNCTION alignment_shares(org bigint, ids bigint[])
RETURNS TABLE (
    team_id bigint, cycle_id bigint, objectives bigint, on_track bigint, at_risk bigint, off_track bigint, no_update bigint,
    paused bigint, done bigint, fresh bigint, contradicted bigint, measured bigint, progress numeric
) LANGUAGE sql STABLE AS $$
    SELECT o.team_id, o.cycle_id, count(*) FILTER (WHERE o.archived_on IS NULL),
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
