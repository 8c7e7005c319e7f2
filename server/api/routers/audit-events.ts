import { procedure, router } from "@/server/api/trpc";
import {
  countAuditEvents,
  getAuditEvent,
  listActions,
  listActors,
  listAuditEvents,
  listSubjectTypes,
} from "@/server/domain/audit-events/queries";
import * as schema from "@/server/domain/audit-events/schema";

const reading = procedure("audit-events.read");

export const auditEvents = router({
  list: reading.input(schema.listAuditEvents).query(({ ctx, input }) => listAuditEvents(ctx, input)),
  count: reading.input(schema.auditEventFilter).query(({ ctx, input }) => countAuditEvents(ctx, input)),
  get: reading.input(schema.auditEventReference).query(({ ctx, input }) => getAuditEvent(ctx, input)),
  actions: reading.query(({ ctx }) => listActions(ctx)),
  actors: reading.query(({ ctx }) => listActors(ctx)),
  subjectTypes: reading.query(({ ctx }) => listSubjectTypes(ctx)),
});
