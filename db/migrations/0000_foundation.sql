CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
-- What the search field of the hosts reads, one value a line so that no term matches across two values.
-- IMMUTABLE by promise: host() and array_to_string() of text depend on no setting.
CREATE FUNCTION hosts_search_text(hostname text, fqdn text, ip inet, owner text, team text, notes text, tags text[])
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT concat_ws(E'\n', hostname, fqdn, host(ip), owner, team, notes, array_to_string(tags, E'\n'))
$$;--> statement-breakpoint
CREATE TYPE "public"."actor_kind" AS ENUM('user', 'api_token', 'system', 'anonymous');--> statement-breakpoint
CREATE TYPE "public"."connection_method" AS ENUM('direct_ssh', 'bastion_ssh', 'teleport');--> statement-breakpoint
CREATE TYPE "public"."criticality" AS ENUM('critical', 'high', 'medium', 'low');--> statement-breakpoint
CREATE TYPE "public"."environment" AS ENUM('prod', 'stage', 'dev');--> statement-breakpoint
CREATE TYPE "public"."host_status" AS ENUM('active', 'maintenance', 'retired');--> statement-breakpoint
CREATE TYPE "public"."operating_system" AS ENUM('linux', 'windows', 'macos');--> statement-breakpoint
CREATE TYPE "public"."role" AS ENUM('admin', 'operator', 'auditor', 'viewer');--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" uuid NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"actor_kind" "actor_kind" NOT NULL,
	"actor_id" text,
	"actor_label" text NOT NULL,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text,
	"subject_label" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"reason" text,
	"ip" "inet",
	"user_agent" text,
	"request_id" text NOT NULL,
	"batch_id" uuid,
	"canonical" "bytea" NOT NULL,
	CONSTRAINT "audit_events_occurred_at_id_pk" PRIMARY KEY("occurred_at","id")
) PARTITION BY RANGE ("occurred_at");
--> statement-breakpoint
CREATE TABLE "hosts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hostname" text NOT NULL,
	"fqdn" text,
	"ip" "inet" NOT NULL,
	"os" "operating_system" NOT NULL,
	"environment" "environment" NOT NULL,
	"criticality" "criticality" NOT NULL,
	"status" "host_status" NOT NULL,
	"owner" text,
	"team" text,
	"tags" text[] NOT NULL,
	"notes" text,
	"connection_method" "connection_method" NOT NULL,
	"ssh_user" text,
	"ssh_port" integer NOT NULL,
	"ssh_template" text,
	"bastion_host" text,
	"bastion_port" integer,
	"last_seen_at" timestamp (3) with time zone,
	"version" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"search_text" text GENERATED ALWAYS AS (hosts_search_text(hostname, fqdn, ip, owner, team, notes, tags)) STORED NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"actor_id" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"answer" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_actor_id_key_pk" PRIMARY KEY("actor_id","key")
);
--> statement-breakpoint
CREATE TABLE "job_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"job_name" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone NOT NULL,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"name" text PRIMARY KEY NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"held_until" timestamp (3) with time zone,
	"held_by" uuid
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"ip" "inet",
	"user_agent" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "sessions_secret_hash_unique" UNIQUE("secret_hash")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"version" bigint NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" "role" NOT NULL,
	"password_hash" text NOT NULL,
	"must_change_password" boolean NOT NULL,
	"deactivated_at" timestamp (3) with time zone,
	"version" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_events_actor" ON "audit_events" USING btree ("actor_id","occurred_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "audit_events_subject" ON "audit_events" USING btree ("subject_type","subject_id","occurred_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "audit_events_batch" ON "audit_events" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "audit_events_request" ON "audit_events" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "hosts_environment_criticality" ON "hosts" USING btree ("environment","criticality");--> statement-breakpoint
CREATE INDEX "hosts_search_text" ON "hosts" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "job_runs_started_at" ON "job_runs" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "sessions_user_id" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree (lower("email"));--> statement-breakpoint
-- Deferrable, so that one statement may swap names or addresses.
ALTER TABLE "hosts" ADD CONSTRAINT "hosts_hostname_unique" UNIQUE ("environment", "hostname") DEFERRABLE INITIALLY IMMEDIATE;--> statement-breakpoint
ALTER TABLE "hosts" ADD CONSTRAINT "hosts_ip_unique" EXCLUDE USING btree ("environment" WITH =, "ip" WITH =) WHERE ("status" <> 'retired') DEFERRABLE INITIALLY IMMEDIATE;
