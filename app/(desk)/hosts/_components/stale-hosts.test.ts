import { expect, test } from "vitest";
import type { Host } from "@/server/domain/hosts/schema";
import { staleHosts } from "./stale-hosts";

const host = (id: string, version = 1) => ({ id, version }) as Host;

test("a stale answer names what has changed and what is gone", () => {
  const problem = {
    code: "stale",
    title: "",
    detail: "",
    requestId: undefined,
    current: [host("a", 2)],
    errors: [
      { path: "hosts.0", message: "" },
      { path: "hosts.2", message: "" },
    ],
  };
  const sent = [host("a"), host("b"), host("c")];
  expect(staleHosts(problem, sent)).toEqual({ newer: [host("a", 2)], gone: [host("c")] });
});
