CREATE TYPE "public"."alert_status" AS ENUM('firing', 'resolved');--> statement-breakpoint
CREATE TYPE "public"."severity" AS ENUM('critical', 'warning', 'info', 'none');--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"fingerprint" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone,
	"status" "alert_status" NOT NULL,
	"name" text NOT NULL,
	"severity" "severity" NOT NULL,
	"summary" text,
	"description" text,
	"runbook_url" text,
	"generator_url" text,
	"labels" jsonb NOT NULL,
	"annotations" jsonb NOT NULL,
	"host_id" uuid,
	"acknowledged_at" timestamp (3) with time zone,
	"acknowledged_by_id" text,
	"acknowledged_by_label" text,
	"acknowledgement" text,
	"version" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "alerts_fingerprint_starts_at" UNIQUE("fingerprint","starts_at")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "request_counts" (
	"actor_id" text NOT NULL,
	"kind" text NOT NULL,
	"window_ends_at" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "request_counts_actor_id_kind_pk" PRIMARY KEY("actor_id","kind")
);
--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alerts_by_starts_at" ON "alerts" USING btree ("starts_at","id");--> statement-breakpoint
CREATE INDEX "alerts_by_status" ON "alerts" USING btree ("status","starts_at","id");--> statement-breakpoint
CREATE INDEX "alerts_by_host" ON "alerts" USING btree ("host_id","starts_at","id");