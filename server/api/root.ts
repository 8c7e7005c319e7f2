import type { inferRouterOutputs } from "@trpc/server";
import { auditEvents } from "./routers/audit-events";
import { hosts } from "./routers/hosts";
import { permissions } from "./routers/permissions";
import { users } from "./routers/users";
import { createCallerFactory, router } from "./trpc";

export const appRouter = router({ auditEvents, hosts, permissions, users });
export const createCaller = createCallerFactory(appRouter);

export type AppRouter = typeof appRouter;
export type Outputs = inferRouterOutputs<AppRouter>;
