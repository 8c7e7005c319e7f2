import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { problemOf } from "@/app/_lib/problem";
import { type EditHost, type Host, registerHost } from "@/server/domain/hosts/schema";
import { type Edit, saveEdit } from "./save-edit";

const identity = { hostname: "db-fra-p003", ip: "10.0.2.17", os: "linux", environment: "prod" } as const;
const seen: Host = {
  ...registerHost.parse(identity),
  id: "01900000-0000-7000-8000-000000000000",
  lastSeenAt: null,
  version: 1,
  createdAt: "2026-11-01T00:00:00.000Z",
  updatedAt: "2026-11-01T00:00:00.000Z",
};

/** A register of one host in which others have edited before each of the first edits. */
function register(...edits: Partial<Host>[]) {
  let host = seen;
  const save = (changes: Partial<Host>) => (host = { ...host, ...changes, version: host.version + 1 });
  const sent: EditHost[] = [];
  const send = async (edit: EditHost): Promise<Host> => {
    sent.push(edit);
    const others = edits.shift();
    if (others) save(others);
    if (edit.version !== host.version) throw stale(host);
    return save(edit.changes as Partial<Host>);
  };
  return { send, sent, now: () => host };
}

const stale = (current: Host) =>
  new TRPCClientError("stale", {
    result: {
      error: {
        code: -32_000,
        message: "stale",
        data: { problem: { code: "stale", title: "Changed meanwhile", detail: "It has changed.", current } },
      },
    },
  });

const edit = (changes: Edit["changes"]): Edit => ({ seen, changes, changedByOthers: [] });

test("an edit that nobody comes before is saved as it is", async () => {
  const { send, sent } = register();
  expect(await saveEdit(send, edit({ team: "data" }))).toMatchObject({ host: { team: "data" }, changedByOthers: [] });
  expect(sent).toEqual([{ id: seen.id, version: 1, changes: { team: "data" } }]);
});

test("what does not overlap with the edits of others is merged and saved, however many there were", async () => {
  const { send, now } = register({ owner: "f.garcia" }, { notes: "rack 12", team: "web" }, { team: null });
  const outcome = await saveEdit(send, edit({ criticality: "critical" }));
  expect(outcome).toEqual({ host: now(), changedByOthers: ["owner", "team", "notes"] });
  expect(now()).toMatchObject({ owner: "f.garcia", notes: "rack 12", team: null, criticality: "critical", version: 5 });
});

test("a field that both changed is to be chosen, and what remains rests on what stands now", async () => {
  const { send, now } = register({ team: "web", owner: "f.garcia" });
  expect(await saveEdit(send, edit({ team: "data", notes: "rack 12" }))).toEqual({
    conflicts: [{ field: "team", before: null, theirs: "web", mine: "data" }],
    rest: { seen: now(), changes: { notes: "rack 12" }, changedByOthers: ["owner"] },
  });
});

test("what somebody else has done already needs no second edit", async () => {
  const { send, sent } = register({ team: "data" });
  expect(await saveEdit(send, edit({ team: "data" }))).toMatchObject({ host: { team: "data", version: 2 } });
  expect(sent).toHaveLength(1);
});

test("a host that changes faster than one can save is told as it is", async () => {
  const { send } = register(...Array.from({ length: 9 }, (_, index) => ({ notes: `rack ${index}` })));
  const refusal: unknown = await saveEdit(send, edit({ team: "data" })).catch((error: unknown) => error);
  expect(problemOf(refusal).code).toBe("stale");
});
