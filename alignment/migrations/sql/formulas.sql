-- The formulas of alignment/measures.py, in the database. Shares run 0 to 1 and are kept to six decimals, so that the order of
-- rows never shows in a sum; null is "not known".

CREATE FUNCTION alignment_share(part numeric, whole numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN part IS NOT NULL AND whole <> 0 THEN round(LEAST(1, GREATEST(0, part / whole)), 6) END
$$;

CREATE FUNCTION alignment_key_result_kind(kind text, start numeric, target numeric, current numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN kind <> '' THEN kind WHEN COALESCE(start, target, current) IS NULL THEN 'milestone' ELSE 'metric' END
$$;

CREATE FUNCTION alignment_key_result_progress(kind text, state text, start numeric, target numeric, current numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN state = 'done' THEN 1
        WHEN state = 'cancelled' THEN NULL
        WHEN kind = 'metric' THEN alignment_share(current - start, target - start)
        WHEN kind = 'checklist' THEN alignment_share(current, target)
        WHEN kind = 'threshold_above' THEN (current >= target)::int
        WHEN kind = 'threshold_below' THEN (current <= target)::int
        WHEN kind = 'milestone' AND state <> '' THEN 0
    END
$$;

CREATE FUNCTION alignment_elapsed(start date, finish date, today date) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN finish >= start THEN alignment_share(today - start, finish - start + 1) END
$$;

CREATE FUNCTION alignment_verdict(pace numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN pace >= -0.05 THEN 'on_pace' WHEN pace >= -0.15 THEN 'at_risk' WHEN pace < -0.15 THEN 'behind' ELSE '' END
$$;

-- The colour that an objective has from what carries it; empty when too little of that is known.
CREATE FUNCTION alignment_colour_below(good bigint, risk bigint, off_track bigint, silent bigint, verdict text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN good + risk + off_track > 0 IS NOT TRUE THEN ''
        WHEN verdict = 'behind' OR off_track * 2 >= good + risk + off_track THEN 'off_track'
        WHEN off_track > 0 OR risk * 2 >= good + risk THEN 'at_risk'
        WHEN silent > good + risk THEN ''
        ELSE 'on_track'
    END
$$;

-- The calendar day of a check-in: the organization's own, or the day that the source stated (kept in UTC).
CREATE FUNCTION alignment_day(at timestamptz, is_day_only boolean, zone text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (at AT TIME ZONE CASE WHEN is_day_only THEN 'UTC' ELSE zone END)::date
$$;

-- STABLE, as what it calls: the planner folds it in.
CREATE FUNCTION alignment_by_status(on_track bigint, at_risk bigint, off_track bigint, no_update bigint, paused bigint, done bigint)
RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'on_track', NULLIF(on_track, 0), 'at_risk', NULLIF(at_risk, 0), 'off_track', NULLIF(off_track, 0),
        'no_update', NULLIF(no_update, 0), 'paused', NULLIF(paused, 0), 'done', NULLIF(done, 0)
    ))
$$;

CREATE FUNCTION alignment_count_of(by_status jsonb, status text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT COALESCE((by_status ->> status)::bigint, 0) $$;
