import { expect, test } from "vitest";
import { hostPath } from "./host-path";

test("a host's page takes the list along, and says whether it is opened to edit", () => {
  expect(hostPath({ id: "a" }, "")).toBe("/hosts/a");
  expect(hostPath({ id: "a" }, "?q=web")).toBe("/hosts/a?q=web");
  expect(hostPath({ id: "a" }, "", "edit")).toBe("/hosts/a?edit=1");
  expect(hostPath({ id: "a" }, "?q=web", "edit")).toBe("/hosts/a?q=web&edit=1");
});
