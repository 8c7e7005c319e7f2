import { procedure, router } from "@/server/api/trpc";
import { getTwoStepState } from "@/server/domain/two-step/queries";

/** What changes it asks for a password, and is therefore plain HTTP: see http/two-step.ts. */
export const twoStep = router({
  state: procedure("two-step.manage-own").query(({ ctx }) => getTwoStepState(ctx)),
});
