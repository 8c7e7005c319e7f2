import { procedure, router } from "@/server/api/trpc";
import { createApiToken, revokeApiToken } from "@/server/domain/api-tokens/mutations";
import { listApiTokensOf, listOwnApiTokens } from "@/server/domain/api-tokens/queries";
import * as schema from "@/server/domain/api-tokens/schema";

const managing = procedure("api-tokens.manage-own");

export const apiTokens = router({
  list: managing.input(schema.listOwnApiTokens).query(({ ctx, input }) => listOwnApiTokens(ctx, input)),
  listOf: procedure("api-tokens.read-any")
    .input(schema.listApiTokensOf)
    .query(({ ctx, input }) => listApiTokensOf(ctx, input)),
  create: managing.input(schema.createApiToken).mutation(({ ctx, input }) => createApiToken(ctx, input)),
  revoke: managing.input(schema.apiTokenReference).mutation(({ ctx, input }) => revokeApiToken(ctx, input)),
});
