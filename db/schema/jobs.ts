import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "@/db/columns";

/** What the clock does: one row a job, claimed by whichever worker finds it due and free. */
export const jobs = pgTable("jobs", {
  name: text().primaryKey(),
  dueAt: instant("due_at").notNull(),
  heldUntil: instant("held_until"),
  heldBy: uuid("held_by"),
});

/** One row for each run of a job, kept for as long as numbers.retention says. */
export const jobRuns = pgTable(
  "job_runs",
  {
    id: uuid().primaryKey(),
    jobName: text("job_name").notNull(),
    startedAt: instant("started_at").notNull(),
    finishedAt: instant("finished_at").notNull(),
    error: text(),
  },
  (table) => [index("job_runs_started_at").on(table.startedAt)],
);
