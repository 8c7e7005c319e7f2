ALTER TABLE "hosts" ADD COLUMN "touched_at" timestamp (3) with time zone GENERATED ALWAYS AS (greatest(updated_at, last_seen_at)) STORED;--> statement-breakpoint
CREATE INDEX "audit_events_inventory" ON "audit_events" USING btree ("occurred_at","id") WHERE subject_type in ('host', 'import', 'bulk-edit') and (batch_id is null or subject_type <> 'host');--> statement-breakpoint
CREATE INDEX "hosts_tags" ON "hosts" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "hosts_by_hostname" ON "hosts" USING btree ("hostname","id");--> statement-breakpoint
CREATE INDEX "hosts_by_fqdn" ON "hosts" USING btree ("fqdn","id");--> statement-breakpoint
CREATE INDEX "hosts_by_ip" ON "hosts" USING btree ("ip","id");--> statement-breakpoint
CREATE INDEX "hosts_by_environment" ON "hosts" USING btree ("environment","id");--> statement-breakpoint
CREATE INDEX "hosts_by_criticality" ON "hosts" USING btree ("criticality","id");--> statement-breakpoint
CREATE INDEX "hosts_by_os" ON "hosts" USING btree ("os","id");--> statement-breakpoint
CREATE INDEX "hosts_by_status" ON "hosts" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "hosts_by_owner" ON "hosts" USING btree ("owner","id");--> statement-breakpoint
CREATE INDEX "hosts_by_team" ON "hosts" USING btree ("team","id");--> statement-breakpoint
CREATE INDEX "hosts_by_last_seen_at" ON "hosts" USING btree ("last_seen_at","id");--> statement-breakpoint
CREATE INDEX "hosts_by_created_at" ON "hosts" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "hosts_by_updated_at" ON "hosts" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "hosts_by_kind" ON "hosts" USING btree ("environment","criticality","os","status");--> statement-breakpoint
CREATE INDEX "hosts_by_touched_at" ON "hosts" USING btree ("touched_at","status");