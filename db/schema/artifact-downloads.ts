import { index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "@/db/columns";

/** When an actor's download of an artifact was last an event; those soon after it are the same. */
export const artifactDownloads = pgTable(
  "artifact_downloads",
  {
    actorId: text("actor_id").notNull(),
    artifactId: uuid("artifact_id").notNull(),
    recordedAt: instant("recorded_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.actorId, table.artifactId] }),
    index("artifact_downloads_recorded_at").on(table.recordedAt),
  ],
);
