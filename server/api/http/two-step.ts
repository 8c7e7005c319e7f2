import type { FastifyInstance, FastifyRequest } from "fastify";
import { permitted } from "@/server/api/permitted";
import { requestContext } from "@/server/api/request-context";
import type { Environment } from "@/server/domain/context";
import { beginTwoStep, confirmTwoStep, newRecoveryCodes, turnOffTwoStep } from "@/server/domain/two-step/mutations";
import * as schema from "@/server/domain/two-step/schema";

/** Plain HTTP, as everything that checks a password or a code: nginx limits these paths. */
export function registerTwoStep(app: FastifyInstance, environment: Environment): void {
  const managing = (request: FastifyRequest) => permitted(requestContext(environment, request), "two-step.manage-own");

  app.post("/api/auth/two-step/begin", async (request) =>
    beginTwoStep(await managing(request), schema.withPassword.parse(request.body)),
  );
  app.post("/api/auth/two-step/confirm", async (request) =>
    confirmTwoStep(await managing(request), schema.confirmTwoStep.parse(request.body)),
  );
  app.post("/api/auth/two-step/off", async (request, reply) => {
    await turnOffTwoStep(await managing(request), schema.withPassword.parse(request.body));
    return reply.code(204).send();
  });
  app.post("/api/auth/two-step/recovery-codes", async (request) =>
    newRecoveryCodes(await managing(request), schema.withPassword.parse(request.body)),
  );
}
