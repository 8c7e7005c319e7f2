-- The audit log is append-only by mechanism: whoever tries to change or remove an event is refused, its owner included.
CREATE FUNCTION audit_events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'audit events are never changed or removed (% on %)', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;--> statement-breakpoint
CREATE TRIGGER audit_events_refuse_change BEFORE UPDATE OR DELETE ON "audit_events" FOR EACH ROW EXECUTE FUNCTION audit_events_refuse();--> statement-breakpoint
CREATE TRIGGER audit_events_refuse_truncate BEFORE TRUNCATE ON "audit_events" FOR EACH STATEMENT EXECUTE FUNCTION audit_events_refuse();--> statement-breakpoint
-- Makes the monthly partitions from this month to the one of `until`, and returns how many were missing. The only way in which
-- a role that owns nothing may touch the partitions; it refuses dates far away, which no clock would ask for.
-- A table that is made first and attached then takes no lock that stops writers (CREATE TABLE … PARTITION OF would).
CREATE FUNCTION make_audit_partitions(until timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
	first_day timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
	partition text;
	made integer := 0;
BEGIN
	IF until IS NULL OR until > now() + interval '400 days' THEN
		RAISE EXCEPTION 'audit partitions are made at most 400 days ahead' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	PERFORM pg_advisory_xact_lock(hashtext('make_audit_partitions'));
	WHILE first_day <= until AT TIME ZONE 'UTC' LOOP
		partition := 'audit_events_' || to_char(first_day, 'YYYY_MM');
		IF to_regclass(format('public.%I', partition)) IS NULL THEN
			EXECUTE format('CREATE TABLE public.%I (LIKE public.audit_events INCLUDING ALL)', partition);
			EXECUTE format('CREATE TRIGGER audit_events_refuse_truncate BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION public.audit_events_refuse()', partition);
			EXECUTE format('ALTER TABLE public.audit_events ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', partition,
				first_day AT TIME ZONE 'UTC', (first_day + interval '1 month') AT TIME ZONE 'UTC');
			made := made + 1;
		END IF;
		first_day := first_day + interval '1 month';
	END LOOP;
	RETURN made;
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION make_audit_partitions(timestamptz) FROM PUBLIC;
