import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AlertmanagerAlert } from "@/server/domain/alertmanager/schema";
import { toldAlert } from "@/server/domain/alertmanager/told";
import { anySentAlert, sentAlert } from "@/server/test/any-alerts";
import { type AlertState, distinct, eventsOfChange, eventsOfNew, identityOf, merge, type ToldAlert } from "./rules";

type Row = ToldAlert & { id: string; acknowledgement: string | null };
type Step = AlertmanagerAlert[] | { acknowledge: string };

/** What a desk keeps of some messages, in between which alerts are acknowledged; and what it says of them. */
function keep(steps: readonly Step[]) {
  const rows = new Map<string, Row>();
  const events: string[] = [];
  const note = (all: ReturnType<typeof eventsOfChange>) =>
    events.push(...all.map(({ action, subject }) => `${action} ${subject.id}`));
  const receive = (told: ToldAlert) => {
    const id = identityOf(told);
    const before = rows.get(id);
    const after = before ? merge(before, told) : { ...told, id, acknowledgement: null };
    rows.set(id, after);
    note(before ? eventsOfChange(before, after) : eventsOfNew(after, null));
  };
  for (const step of steps) {
    if (Array.isArray(step)) for (const told of distinct(step.map(toldAlert))) receive(told);
    else for (const [id, row] of rows) rows.set(id, { ...row, acknowledgement: step.acknowledge });
  }
  return { rows, events: events.toSorted() };
}

/** All that no order may change: of what fires, the texts are those that came last. */
const settled = ({ rows, events }: ReturnType<typeof keep>) => ({
  events,
  rows: [...rows.values()]
    .map(({ acknowledgement: _, ...row }) =>
      row.status === "firing" ? { ...row, summary: null, annotations: {} } : row,
    )
    .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
});

const messages = fc.array(fc.array(anySentAlert, { maxLength: 5 }), { maxLength: 8 });

/** The same messages in another order, some of them again, some in parts, and some alerts acknowledged in between. */
const disturbed = (all: AlertmanagerAlert[][]) =>
  fc
    .tuple(
      fc.infiniteStream(fc.integer({ min: 0, max: 5 })),
      fc.shuffledSubarray([...all, ...all], { minLength: 0 }),
      fc.array(fc.string()),
    )
    .chain(([cuts, again, notes]) => {
      const parts = all.flatMap((message) => {
        const cut = cuts.next().value;
        return [message.slice(0, cut), message.slice(cut)];
      });
      const acknowledged = notes.map((acknowledge) => ({ acknowledge }));
      const steps: Step[] = [...parts, ...again, ...acknowledged];
      return fc.shuffledSubarray(steps, { minLength: steps.length });
    });

describe("what messages of Alertmanager leave behind", () => {
  it("is the same in any order, repeated, in parts, and acknowledged meanwhile: each alert began once and ended once", () => {
    const both = messages.chain((all) => fc.tuple(fc.constant(all), disturbed(all)));
    fc.assert(
      fc.property(both, ([all, others]) => {
        const kept = settled(keep(all));
        expect(settled(keep(others))).toEqual(kept);
        const ids = kept.rows.map(({ id }) => `alert.fired ${id}`);
        const ended = kept.rows.filter(({ status }) => status === "resolved").map(({ id }) => `alert.resolved ${id}`);
        expect(kept.events).toEqual([...ids, ...ended].toSorted());
      }),
      { numRuns: 300 },
    );
  });

  it("ends with the latest end that was told, and never fires again", () => {
    fc.assert(
      fc.property(messages, (all) => {
        for (const row of keep(all).rows.values()) {
          const told = all.flat().filter((sent) => identityOf(sent) === row.id);
          const ends = told.flatMap(({ status, endsAt }) => (status === "resolved" && endsAt ? [endsAt] : []));
          expect([row.status, row.endsAt]).toEqual(
            ends.length > 0 ? ["resolved", ends.toSorted().at(-1)] : ["firing", null],
          );
          if (ends.length === 0) expect(row.summary).toBe(told.at(-1)?.annotations.summary);
        }
      }),
    );
  });

  it("does not change where a message tells nothing new", () => {
    fc.assert(
      fc.property(anySentAlert, anySentAlert, (first, second) => {
        const told = toldAlert(second);
        const once = merge<AlertState>(toldAlert(first), told);
        expect(merge(once, told)).toBe(once);
      }),
    );
  });

  it("keeps acknowledgements whatever is told after them", () => {
    const ended = { status: "resolved" as const, endsAt: "2026-01-01T13:00:00.000Z" };
    const { rows } = keep([[sentAlert()], { acknowledge: "on it" }, [sentAlert(ended)]]);
    expect([...rows.values()]).toMatchObject([{ ...ended, acknowledgement: "on it" }]);
  });
});
