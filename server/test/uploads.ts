import type { LightMyRequestResponse } from "fastify";
import type { Artifact } from "@/server/domain/artifacts/schema";
import type { TestServer } from "./server";

type Sent = { query?: string; headers?: Record<string, string>; who?: "admin" | "operator" };

/** Uploads bytes as a page does, an operator's unless told. */
export async function put(
  server: TestServer,
  name: string,
  payload: Buffer | string,
  { query = "", headers = {}, who = "operator" }: Sent = {},
): Promise<LightMyRequestResponse> {
  return server.app.inject({
    method: "PUT",
    url: `/api/v1/artifacts/by-name/${encodeURIComponent(name)}${query}`,
    payload,
    headers: {
      ...(await server.signedIn(who)),
      "sec-fetch-site": "same-origin",
      "content-type": "application/octet-stream",
      ...headers,
    },
  });
}

/** The artifact that an upload makes. */
export async function uploaded(
  server: TestServer,
  name: string,
  payload: Buffer | string,
  sent?: Sent,
): Promise<Artifact> {
  const answer = await put(server, name, payload, sent);
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json<Artifact>();
}
