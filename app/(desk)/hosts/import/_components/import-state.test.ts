import { describe, expect, it } from "vitest";
import { type Problem, unreachable } from "@/app/_lib/problem";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import { canRepeat, recordCount, stateAfter, type Work } from "./import-state";

const source = { file: new File([], "estate.csv"), format: "csv" as const };
const result: HostImportResult = {
  created: 3,
  updated: 2,
  unchanged: 1,
  rejected: [],
  rejectedCount: 4,
  stale: 0,
  changes: [],
  columns: [{ header: "Host", column: "hostname" }],
  missingColumns: [],
  previewId: "0198f0d0-0000-7000-8000-000000000001",
  batchId: null,
};
const check: Work = { kind: "check", at: "2026-11-21T15:18:00.000Z" };
const apply: Work = { kind: "apply", previewId: "0198f0d0-0000-7000-8000-000000000001" };
const conflict: Problem = { code: "conflict", title: "Conflict", detail: "Gone.", requestId: "r", errors: [] };

describe("what follows on an answer", () => {
  it("is the preview, with its id and the time from when on edits are left alone", () => {
    const { previewId } = result;
    expect(stateAfter(source, check, { value: result })).toEqual({
      step: "previewed",
      ...{ source, result, previewId, at: "2026-11-21T15:18:00.000Z" },
    });
  });

  it("is the question what the columns are, where one is missing", () => {
    const value = { ...result, missingColumns: ["ip" as const], previewId: null };
    expect(stateAfter(source, check, { value })).toMatchObject({ step: "columns" });
    expect(stateAfter({ ...source, mapping: {} }, check, { value })).toMatchObject({ step: "columns" });
  });

  it("is that question where a header is unknown, until it was answered", () => {
    const value = { ...result, columns: [...result.columns, { header: "Rack", column: null }] };
    expect(stateAfter(source, check, { value })).toMatchObject({ step: "columns" });
    expect(stateAfter({ ...source, mapping: { Rack: null } }, check, { value })).toMatchObject({ step: "previewed" });
  });

  it("is the result, once applied", () => {
    const value = { ...result, previewId: null };
    expect(stateAfter(source, apply, { value })).toEqual({ step: "done", source, result: value });
  });

  it("says that nothing is half applied where the answer to an import was lost", () => {
    const lost = stateAfter(source, apply, { problem: unreachable });
    expect(lost).toMatchObject({ step: "refused", problem: { title: "The connection was lost" } });
    expect(stateAfter(source, check, { problem: unreachable })).toMatchObject({ problem: unreachable });
  });
});

describe("a refused import", () => {
  it("is sent again as it was where no answer came, and checked again where the hosts have changed", () => {
    expect(canRepeat({ step: "refused", source, work: apply, problem: unreachable })).toBe(true);
    expect(canRepeat({ step: "refused", source, work: apply, problem: conflict })).toBe(false);
    expect(canRepeat({ step: "refused", source, work: check, problem: conflict })).toBe(true);
  });
});

describe("recordCount", () => {
  it("adds the four counts up to the file", () => {
    expect(recordCount(result)).toBe(10);
  });
});
