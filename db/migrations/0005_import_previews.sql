CREATE TABLE "import_previews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"actor_id" text NOT NULL,
	"file_sha256" "bytea" NOT NULL,
	"columns" jsonb,
	"seen" bigint[] NOT NULL,
	"rejected" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "import_previews_created_at" ON "import_previews" USING btree ("created_at");