CREATE TYPE "public"."artifact_kind" AS ENUM('log', 'config', 'binary', 'report', 'other');--> statement-breakpoint
CREATE TYPE "public"."blob_state" AS ENUM('unsettled', 'ready', 'corrupt');--> statement-breakpoint
CREATE TABLE "artifact_downloads" (
	"actor_id" text NOT NULL,
	"artifact_id" uuid NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "artifact_downloads_actor_id_artifact_id_pk" PRIMARY KEY("actor_id","artifact_id")
);
--> statement-breakpoint
CREATE TABLE "artifact_names" (
	"name" text PRIMARY KEY NOT NULL,
	"last_version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "artifacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"kind" "artifact_kind" NOT NULL,
	"host_id" uuid,
	"sha256" "bytea" NOT NULL,
	"size_bytes" bigint NOT NULL,
	"description" text,
	"pinned" boolean NOT NULL,
	"uploaded_by_id" text NOT NULL,
	"uploaded_by_label" text NOT NULL,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	"revision" integer NOT NULL,
	CONSTRAINT "artifacts_name_version" UNIQUE("name","version")
);
--> statement-breakpoint
CREATE TABLE "blobs" (
	"sha256" "bytea" PRIMARY KEY NOT NULL,
	"size_bytes" bigint NOT NULL,
	"content_type" text NOT NULL,
	"state" "blob_state" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"verified_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stored_bytes" (
	"owner" text PRIMARY KEY NOT NULL,
	"size_bytes" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "artifacts" ADD CONSTRAINT "artifacts_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "artifacts" ADD CONSTRAINT "artifacts_sha256_blobs_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."blobs"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "artifact_downloads_recorded_at" ON "artifact_downloads" USING btree ("recorded_at");--> statement-breakpoint
CREATE INDEX "artifacts_by_uploaded_at" ON "artifacts" USING btree ("uploaded_at","id");--> statement-breakpoint
CREATE INDEX "artifacts_by_name" ON "artifacts" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "artifacts_by_size" ON "artifacts" USING btree ("size_bytes","id");--> statement-breakpoint
CREATE INDEX "artifacts_by_host" ON "artifacts" USING btree ("host_id","uploaded_at","id");--> statement-breakpoint
CREATE INDEX "artifacts_by_uploader" ON "artifacts" USING btree ("uploaded_by_id","uploaded_at","id");--> statement-breakpoint
CREATE INDEX "artifacts_by_kind" ON "artifacts" USING btree ("kind","uploaded_at","id");--> statement-breakpoint
CREATE INDEX "artifacts_by_sha256" ON "artifacts" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "artifacts_pinned" ON "artifacts" USING btree ("uploaded_at","id") WHERE pinned;--> statement-breakpoint
CREATE INDEX "artifacts_by_deleted_at" ON "artifacts" USING btree ("deleted_at") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "artifacts_name_text" ON "artifacts" USING gin ("name" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "blobs_unsettled" ON "blobs" USING btree ("created_at") WHERE state = 'unsettled';--> statement-breakpoint
CREATE INDEX "blobs_by_verified_at" ON "blobs" USING btree ("verified_at") WHERE state = 'ready';--> statement-breakpoint
CREATE INDEX "blobs_corrupt" ON "blobs" USING btree ("sha256") WHERE state = 'corrupt';