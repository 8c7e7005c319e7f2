import { describe, expect, it } from "vitest";
import { newerThan, uncounted } from "./newer-events";

const events = [
  { occurredAt: "2026-01-02T00:00:00.000Z" },
  { occurredAt: "2026-01-02T00:00:00.000Z" },
  { occurredAt: "2026-01-01T00:00:00.000Z" },
];

describe("the news of the log", () => {
  it("is looked for from the newest event shown on, and among all that match where none is", () => {
    expect(newerThan({ action: "host.updated", from: "2025-01-01T00:00:00Z" }, events)).toEqual({
      action: "host.updated",
      from: "2026-01-02T00:00:00.000Z",
    });
    expect(newerThan({ action: "host.updated" }, [])).toEqual({ action: "host.updated" });
  });

  it.each([
    ["nothing, where only what is shown happened then", 2, true, events, undefined],
    ["what is shown left out", 5, true, events, { count: 3, isExact: true }],
    ["all, where none was shown", 3, true, [], { count: 3, isExact: true }],
    ["very many, where counting came to nothing", 0, false, events, { count: 0, isExact: false }],
  ])("is %s", (_, count, isExact, shown, news) => {
    expect(uncounted({ count, isExact }, shown)).toEqual(news);
  });
});
