-- The one call: objectives and all above them, the deepest first, then their teams and cycles.

-- One writer a tree, so that two check-ins below one objective neither wait crosswise nor count past each other. Many
-- objectives, or all, take the organization's own lock instead of a lock for each tree.
CREATE FUNCTION alignment_lock_trees(org bigint, ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    held bigint[] := '{}';
    wanted bigint[];
BEGIN
    IF ids IS NULL OR cardinality(ids) > 200 THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('health of organization ' || org, 0));
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('health of organization ' || org, 0));
    LOOP  -- again when an objective was moved to another tree while we waited
        WITH RECURSIVE up (id, parent_id) AS (
            SELECT o.id, o.parent_id FROM alignment_objective o WHERE o.organization_id = org AND o.id = ANY (ids)
            UNION
            SELECT o.id, o.parent_id FROM alignment_objective o JOIN up ON o.id = up.parent_id
        )
        SELECT array_agg(id ORDER BY id) INTO wanted FROM up WHERE parent_id IS NULL AND id <> ALL (held);
        EXIT WHEN wanted IS NULL;
        FOR nth IN 1 .. cardinality(wanted) LOOP
            PERFORM pg_advisory_xact_lock(hashtextextended('health of tree ' || wanted[nth], 0));
        END LOOP;
        held := held || wanted;
    END LOOP;
END
$$;

-- These objectives and all above them (null: all of the organization), with the number of objectives above each.
CREATE FUNCTION alignment_depths(org bigint, ids bigint[]) RETURNS TABLE (id bigint, depth int) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    IF ids IS NULL THEN
        RETURN QUERY WITH RECURSIVE down (id, depth) AS (
            SELECT o.id, 0 FROM alignment_objective o WHERE o.organization_id = org AND o.parent_id IS NULL
            UNION ALL
            SELECT o.id, down.depth + 1 FROM alignment_objective o JOIN down ON o.parent_id = down.id
        ) SELECT down.id, down.depth FROM down;
    ELSE
        RETURN QUERY WITH RECURSIVE up (id, parent_id) AS (
            SELECT o.id, o.parent_id FROM alignment_objective o WHERE o.organization_id = org AND o.id = ANY (ids)
            UNION
            SELECT o.id, o.parent_id FROM alignment_objective o JOIN up ON o.id = up.parent_id
        ), down (id, depth) AS (
            SELECT up.id, 0 FROM up WHERE up.parent_id IS NULL
            UNION ALL
            SELECT up.id, down.depth + 1 FROM up JOIN down ON up.parent_id = down.id
        ) SELECT down.id, down.depth FROM down;
    END IF;
END
$$;

CREATE FUNCTION alignment_refresh_levels(org bigint, ids bigint[], today date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    every_days int;
    zone text;
    until timestamptz;
    level record;
    wanted bigint[];
    written bigint[];
BEGIN
    SELECT check_in_every_days, timezone INTO every_days, zone FROM organizations_organization WHERE id = org;
    BEGIN
        until := (today + 2)::timestamp AT TIME ZONE zone;  -- a reader east of the organization may be a day ahead of it
    EXCEPTION WHEN invalid_parameter_value THEN  -- a zone that the application knows and the database does not
        zone := 'UTC';
        until := (today + 2)::timestamp AT TIME ZONE zone;
    END;
    -- What was changed and its parents; further up only as long as something is written.
    wanted := ids || ARRAY(SELECT parent_id FROM alignment_objective WHERE id = ANY (ids) AND parent_id IS NOT NULL);
    FOR level IN
        SELECT d.depth, array_agg(d.id ORDER BY d.id) AS ids
        FROM alignment_depths(org, ids) d GROUP BY d.depth ORDER BY d.depth DESC
    LOOP
        CONTINUE WHEN ids IS NOT NULL AND NOT level.ids && wanted;
        level.ids := CASE WHEN ids IS NULL THEN level.ids ELSE ARRAY(SELECT unnest(level.ids) INTERSECT SELECT unnest(wanted)) END;
        written := alignment_refresh_level(org, level.ids, level.depth, today, every_days, zone, until);
        wanted := wanted || ARRAY(
            SELECT parent_id FROM alignment_objective WHERE ids IS NOT NULL AND id = ANY (written) AND parent_id IS NOT NULL
        );
    END LOOP;
END
$$;

-- What lies below objectives that were moved to another depth moves with them; nothing else of it changes.
CREATE FUNCTION alignment_carry_depths(moved bigint[]) RETURNS void LANGUAGE sql AS $$
    WITH RECURSIVE down (id, depth) AS (
        SELECT objective_id, depth::int FROM alignment_objectivehealth WHERE objective_id = ANY (moved)
        UNION
        SELECT o.id, down.depth + 1 FROM alignment_objective o JOIN down ON o.parent_id = down.id
    )
    UPDATE alignment_objectivehealth h SET depth = down.depth FROM down WHERE h.objective_id = down.id AND h.depth <> down.depth
$$;

CREATE FUNCTION alignment_refresh_path(org bigint, ids bigint[], today date, team_ids bigint[], cycle_ids bigint[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    path bigint[];
    moved bigint[];
    before jsonb;
    after jsonb;
    teams bigint[] := team_ids;
    cycles bigint[] := cycle_ids;
BEGIN
    SELECT array_agg(d.id), array_agg(d.id) FILTER (WHERE h.depth <> d.depth) INTO path, moved
    FROM alignment_depths(org, ids) d LEFT JOIN alignment_objectivehealth h ON h.objective_id = d.id;
    before := alignment_shares_of(org, path);
    PERFORM alignment_refresh_levels(org, ids, today);
    IF moved IS NOT NULL THEN
        PERFORM alignment_carry_depths(moved);
    END IF;
    after := alignment_shares_of(org, path);
    IF before <> after THEN
        SELECT teams || array_agg(DISTINCT m.team_id) FILTER (WHERE m.team_id IS NOT NULL),
            cycles || array_agg(DISTINCT m.cycle_id) FILTER (WHERE m.cycle_id IS NOT NULL)
        INTO teams, cycles FROM alignment_moved(before, after) m;
    END IF;
    IF cardinality(teams) + cardinality(cycles) > 0 THEN
        PERFORM alignment_refresh_counts(org, before, after, today, teams, cycles, team_ids, cycle_ids);
    END IF;
END
$$;

-- Teams and cycles are shared by trees: their rows are locked in the order of their ids before they are changed.
CREATE FUNCTION alignment_refresh_counts(
    org bigint, before jsonb, after jsonb, today date, teams bigint[], cycles bigint[], anew_teams bigint[], anew_cycles bigint[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    new_teams bigint[];
    new_cycles bigint[];
    members bigint[];
BEGIN
    teams := ARRAY(SELECT id FROM alignment_teams_up(teams));
    new_teams := ARRAY(SELECT unnest(teams) EXCEPT SELECT team_id FROM alignment_teamhealth WHERE team_id = ANY (teams));
    new_cycles := ARRAY(SELECT unnest(cycles) EXCEPT SELECT cycle_id FROM alignment_cyclehealth WHERE cycle_id = ANY (cycles));
    IF cardinality(new_teams) + cardinality(new_cycles) > 0 THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('first counts of organization ' || org, 0));
    END IF;
    PERFORM 1 FROM alignment_teamhealth WHERE team_id = ANY (teams) ORDER BY team_id FOR NO KEY UPDATE;
    PERFORM 1 FROM alignment_cyclehealth WHERE cycle_id = ANY (cycles) ORDER BY cycle_id FOR NO KEY UPDATE;
    PERFORM alignment_carry_shares(org, before, after, today);
    IF cardinality(new_teams || anew_teams) > 0 THEN
        anew_teams := new_teams || anew_teams;
        members := ARRAY(SELECT id FROM alignment_objective WHERE organization_id = org AND team_id = ANY (anew_teams));
        PERFORM alignment_recount_teams(org, anew_teams, alignment_shares_of(org, members), today);
    END IF;
    IF cardinality(new_cycles || anew_cycles) > 0 THEN
        anew_cycles := new_cycles || anew_cycles;
        members := ARRAY(SELECT id FROM alignment_objective WHERE organization_id = org AND cycle_id = ANY (anew_cycles));
        PERFORM alignment_recount_cycles(org, anew_cycles, alignment_shares_of(org, members), today);
    END IF;
END
$$;

-- A handful of objectives: plans that are kept, made for few rows.
CREATE FUNCTION alignment_refresh_few(org bigint, ids bigint[], today date, team_ids bigint[], cycle_ids bigint[]) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
    PERFORM alignment_refresh_path(org, ids, today, team_ids, cycle_ids);
END
$$;

-- Many, or all: plans made for their number.
CREATE FUNCTION alignment_refresh_many(org bigint, ids bigint[], today date, team_ids bigint[], cycle_ids bigint[]) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan SET jit = off SET work_mem = '64MB' AS $$
DECLARE
    teams bigint[];
    cycles bigint[];
    shares jsonb;
BEGIN
    IF ids IS NOT NULL THEN
        PERFORM alignment_refresh_path(org, ids, today, team_ids, cycle_ids);
        RETURN;
    END IF;
    PERFORM alignment_refresh_levels(org, NULL, today);
    teams := ARRAY(SELECT id FROM organizations_team WHERE organization_id = org);
    cycles := ARRAY(SELECT id FROM organizations_cycle WHERE organization_id = org);
    shares := alignment_shares_of(org, ARRAY(SELECT id FROM alignment_objective WHERE organization_id = org));
    PERFORM alignment_recount_teams(org, teams, shares, today);
    PERFORM alignment_recount_cycles(org, cycles, shares, today);
END
$$;

CREATE FUNCTION alignment_refresh_health(
    org bigint, ids bigint[], today date, team_ids bigint[] DEFAULT '{}', cycle_ids bigint[] DEFAULT '{}'
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM alignment_lock_trees(org, ids);
    IF ids IS NULL OR cardinality(ids) > 200 THEN
        PERFORM alignment_refresh_many(org, ids, today, COALESCE(team_ids, '{}'), COALESCE(cycle_ids, '{}'));
    ELSE
        PERFORM alignment_refresh_few(org, ids, today, COALESCE(team_ids, '{}'), COALESCE(cycle_ids, '{}'));
    END IF;
END
$$;
