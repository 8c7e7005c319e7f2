import type { inferRouterOutputs } from "@trpc/server";
import { alerts } from "./routers/alerts";
import { apiTokens } from "./routers/api-tokens";
import { artifacts } from "./routers/artifacts";
import { auditEvents } from "./routers/audit-events";
import { hosts } from "./routers/hosts";
import { permissions } from "./routers/permissions";
import { sessions } from "./routers/sessions";
import { settings } from "./routers/settings";
import { twoStep } from "./routers/two-step";
import { users } from "./routers/users";
import { createCallerFactory, router } from "./trpc";

export const appRouter = router({
  alerts,
  apiTokens,
  artifacts,
  auditEvents,
  hosts,
  permissions,
  sessions,
  settings,
  twoStep,
  users,
});
export const createCaller = createCallerFactory(appRouter);

export type AppRouter = typeof appRouter;
export type Outputs = inferRouterOutputs<AppRouter>;
