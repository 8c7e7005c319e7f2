import { describe, expect, test } from "vitest";
import { localPath, signInPath } from "./local-path";

describe("localPath", () => {
  test.each(["/hosts", "/hosts?q=db-fra&sort=-ip", "/audit-events?batchId=1#x", "/hosts/a%2Fb"])("keeps %s", (path) => {
    expect(localPath(path)).toBe(path);
  });

  const foreign = ["//evil.example", "/\\evil.example", "/\t/evil.example", "/.//evil.example", "/..//evil.example"];
  test.each([...foreign, "https://evil.example", "javascript:alert(1)", "hosts", "", null, undefined])(
    "gives / for %j",
    (path) => {
      expect(localPath(path)).toBe("/");
    },
  );
});

test("the sign-in page leads back to the page that was wanted", () => {
  expect(signInPath("/hosts?q=a&sort=ip")).toBe("/login?next=%2Fhosts%3Fq%3Da%26sort%3Dip");
  expect(signInPath("/")).toBe("/login");
  expect(signInPath("//evil.example")).toBe("/login");
});
