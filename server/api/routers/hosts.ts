import { procedure, router, versionedProcedure } from "@/server/api/trpc";
import { listRecentChanges } from "@/server/domain/audit-events/queries";
import {
  bringBackHost,
  deleteHost,
  editHost,
  editHosts,
  registerHost,
  retireHost,
} from "@/server/domain/hosts/mutations";
import {
  countHosts,
  getHost,
  getNeighbours,
  getSummary,
  listHostHistory,
  listHosts,
  listValues,
} from "@/server/domain/hosts/queries";
import * as schema from "@/server/domain/hosts/schema";

const reading = procedure("hosts.read");
const writing = procedure("hosts.write");
const changing = versionedProcedure("hosts.write", "host", getHost);

export const hosts = router({
  list: reading.input(schema.listHosts).query(({ ctx, input }) => listHosts(ctx, input)),
  count: reading.input(schema.hostFilter).query(({ ctx, input }) => countHosts(ctx, input)),
  get: reading.input(schema.hostReference).query(({ ctx, input }) => getHost(ctx, input)),
  neighbours: reading.input(schema.hostNeighbours).query(({ ctx, input }) => getNeighbours(ctx, input)),
  values: reading.input(schema.hostValues).query(({ ctx, input }) => listValues(ctx, input)),
  summary: reading.query(({ ctx }) => getSummary(ctx)),
  history: reading.input(schema.hostHistory).query(({ ctx, input }) => listHostHistory(ctx, input)),
  recentChanges: reading.query(({ ctx }) => listRecentChanges(ctx)),
  register: writing.input(schema.registerHost).mutation(({ ctx, input }) => registerHost(ctx, input)),
  edit: changing.input(schema.editHost).mutation(({ ctx, input }) => editHost(ctx, input)),
  editMany: writing.input(schema.editHosts).mutation(({ ctx, input }) => editHosts(ctx, input)),
  retire: changing.input(schema.hostVersion).mutation(({ ctx, input }) => retireHost(ctx, input)),
  bringBack: changing.input(schema.hostVersion).mutation(({ ctx, input }) => bringBackHost(ctx, input)),
  delete: changing.input(schema.deleteHost).mutation(({ ctx, input }) => deleteHost(ctx, input)),
});
