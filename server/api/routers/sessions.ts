import { procedure, router } from "@/server/api/trpc";
import { endOtherSessions, endSession, endSessionsOf } from "@/server/domain/sessions/mutations";
import { listOwnSessions, listSessionsOf } from "@/server/domain/sessions/queries";
import * as schema from "@/server/domain/sessions/schema";

const ending = procedure("sessions.end-own");

export const sessions = router({
  list: procedure("sessions.read-own")
    .input(schema.listOwnSessions)
    .query(({ ctx, input }) => listOwnSessions(ctx, input)),
  listOf: procedure("sessions.read-any")
    .input(schema.listSessionsOf)
    .query(({ ctx, input }) => listSessionsOf(ctx, input)),
  end: ending.input(schema.sessionReference).mutation(({ ctx, input }) => endSession(ctx, input)),
  endOthers: ending.mutation(({ ctx }) => endOtherSessions(ctx)),
  endAllOf: procedure("sessions.end-any")
    .input(schema.userOfSessions)
    .mutation(({ ctx, input }) => endSessionsOf(ctx, input)),
});
