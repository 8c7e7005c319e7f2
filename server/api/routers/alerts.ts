import { procedure, router } from "@/server/api/trpc";
import { acknowledgeAlert, withdrawAcknowledgement } from "@/server/domain/alerts/mutations";
import {
  countAlerts,
  getAlertDetail,
  getAlertSummary,
  listAlertHistory,
  listAlerts,
  listChangesBefore,
} from "@/server/domain/alerts/queries";
import * as schema from "@/server/domain/alerts/schema";

const reading = procedure("alerts.read");
const acknowledging = procedure("alerts.acknowledge");

/** What Alertmanager sends comes as plain HTTP: see http/hooks.ts. */
export const alerts = router({
  list: reading.input(schema.listAlerts).query(({ ctx, input }) => listAlerts(ctx, input)),
  count: reading.input(schema.alertFilter).query(({ ctx, input }) => countAlerts(ctx, input)),
  get: reading.input(schema.alertReference).query(({ ctx, input }) => getAlertDetail(ctx, input)),
  history: reading.input(schema.alertHistory).query(({ ctx, input }) => listAlertHistory(ctx, input)),
  changesBefore: reading.input(schema.alertReference).query(({ ctx, input }) => listChangesBefore(ctx, input)),
  summary: reading.query(({ ctx }) => getAlertSummary(ctx)),
  acknowledge: acknowledging.input(schema.acknowledgeAlert).mutation(({ ctx, input }) => acknowledgeAlert(ctx, input)),
  withdrawAcknowledgement: acknowledging
    .input(schema.alertReference)
    .mutation(({ ctx, input }) => withdrawAcknowledgement(ctx, input)),
});
