-- What a search in the audit log reads, one value a line so that no term matches across two values; of the fields before and
-- after the values only, because every registration has the names of all of them. IMMUTABLE by promise, as each part of it is.
CREATE FUNCTION audit_search_text(actor_label text, action text, subject_label text, reason text, before jsonb, after jsonb)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT actor_label || E'\n' || action || E'\n' || subject_label || coalesce(E'\n' || reason, '')
		|| coalesce(E'\n' || jsonb_path_query_array(before, '$.*')::text, '')
		|| coalesce(E'\n' || jsonb_path_query_array(after, '$.*')::text, '')
$$;--> statement-breakpoint
DROP INDEX "audit_events_subject";--> statement-breakpoint
DROP INDEX "audit_events_batch";--> statement-breakpoint
DROP INDEX "audit_events_request";--> statement-breakpoint
CREATE INDEX "audit_events_id" ON "audit_events" USING btree ("id");--> statement-breakpoint
CREATE INDEX "audit_events_by_actor_kind" ON "audit_events" USING btree ("actor_kind","occurred_at","id") WHERE actor_id is null;--> statement-breakpoint
CREATE INDEX "audit_events_by_action" ON "audit_events" USING btree ("action","occurred_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_by_subject_type" ON "audit_events" USING btree ("subject_type","occurred_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_by_subject" ON "audit_events" USING btree ("subject_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_by_ip" ON "audit_events" USING btree ("ip","occurred_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_by_request" ON "audit_events" USING btree ("request_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_by_batch" ON "audit_events" USING btree ("batch_id","occurred_at","id") WHERE batch_id is not null;--> statement-breakpoint
CREATE INDEX "audit_events_search" ON "audit_events" USING gin (audit_search_text("actor_label", "action", "subject_label", "reason", "before", "after") gin_trgm_ops);