import { expect, test } from "vitest";
import { failureOf } from "./failure";

const withDigest = (digest: string) => Object.assign(new Error("hidden"), { digest });

test("a page that failed on the server says why, and under which id", () => {
  expect(failureOf(withDigest("unreachable:01a1fa50-6508"))).toMatchObject({
    title: "The server cannot be reached",
    requestId: "01a1fa50-6508",
  });
});

test("a fault of the pages says where to look, and nothing of its message", () => {
  const failure = failureOf(withDigest("3141592653"));
  expect(failure).toMatchObject({ title: "This page failed", requestId: "3141592653" });
  expect(JSON.stringify(failure)).not.toContain("hidden");
});

test("a fault of the browser has no id", () => {
  expect(failureOf(new TypeError("x is undefined")).requestId).toBeUndefined();
  expect(failureOf("thrown").requestId).toBeUndefined();
});
