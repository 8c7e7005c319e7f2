import { procedure, router, versionedProcedure } from "@/server/api/trpc";
import { editHost, registerHost } from "@/server/domain/hosts/mutations";
import { countHosts, getHost, listHosts } from "@/server/domain/hosts/queries";
import * as schema from "@/server/domain/hosts/schema";

const editing = versionedProcedure("hosts.write", "host", getHost);

export const hosts = router({
  list: procedure("hosts.read")
    .input(schema.listHosts)
    .query(({ ctx, input }) => listHosts(ctx, input)),
  count: procedure("hosts.read")
    .input(schema.hostFilter)
    .query(({ ctx, input }) => countHosts(ctx, input)),
  get: procedure("hosts.read")
    .input(schema.hostReference)
    .query(({ ctx, input }) => getHost(ctx, input)),
  register: procedure("hosts.write")
    .input(schema.registerHost)
    .mutation(({ ctx, input }) => registerHost(ctx, input)),
  edit: editing.input(schema.editHost).mutation(({ ctx, input }) => editHost(ctx, input)),
});
