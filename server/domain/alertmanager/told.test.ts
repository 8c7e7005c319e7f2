import { describe, expect, it } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { messageOf, sentAlert } from "@/server/test/any-alerts";
import { alertmanagerMessage } from "./schema";
import { toldAlert } from "./told";

const { maxLabels, maxLabelLength, maxAnnotationLength } = numbers.alerts;

describe("what a message tells of an alert", () => {
  it.each([
    ["critical", "critical"],
    ["page", "critical"],
    ["Error", "critical"],
    ["warning", "warning"],
    [" WARN ", "warning"],
    ["info", "info"],
    ["constructor", "none"],
    ["sev9", "none"],
    [undefined, "none"],
  ])("takes the severity %s for %s", (label, severity) => {
    const labels = { alertname: "Down", ...(label !== undefined && { severity: label }) };
    expect(toldAlert(sentAlert({ labels })).severity).toBe(severity);
  });

  it.each([
    ["https://runbooks.example/down", "https://runbooks.example/down"],
    [" http://runbooks.example ", "http://runbooks.example/"],
    ["javascript:alert(1)", null],
    [" java\nscript:alert(1)", null],
    ["data:text/html,<script>alert(1)</script>", null],
    ["//runbooks.example", null],
    ["runbooks/down", null],
    ["", null],
    [`https://runbooks.example/${"x".repeat(maxAnnotationLength)}`, null],
  ])("takes %s for a link only where a page may show it", (link, kept) => {
    const told = toldAlert(sentAlert({ annotations: { runbook_url: link }, generatorURL: link }));
    expect([told.runbookUrl, told.generatorUrl]).toEqual([kept, kept]);
  });

  it("mends texts that nobody could keep or show, so that it is to be seen", () => {
    const labels = { alertname: "Down\u0000\u001b[31m\u202e", "na\u0000me": "\ud800", long: "x".repeat(100_000) };
    const annotations = { summary: `${"y".repeat(100_000)}`, description: "two\nlines" };
    const told = toldAlert(sentAlert({ labels, annotations }));
    expect(told.name).toBe("Down\uFFFD\uFFFD[31m\uFFFD");
    expect(told.labels["na\uFFFDme"]).toBe("\uFFFD");
    expect([told.labels.long?.length, told.labels.long?.at(-1)]).toEqual([maxLabelLength, "…"]);
    expect([told.summary?.length, told.summary?.at(-1)]).toEqual([maxAnnotationLength, "…"]);
    expect(told.description).toBe("two\nlines");
  });

  it("says of too many labels how many are not kept", () => {
    const labels = Object.fromEntries(Array.from({ length: 1_000 }, (_, number) => [`label${number}`, "x"]));
    const told = toldAlert(sentAlert({ labels }));
    expect([Object.keys(told.labels).length, told.labels["…"]]).toEqual([
      maxLabels + 1,
      `and ${1_000 - maxLabels} more`,
    ]);
    expect(told.name).toBe("Alert without a name");
  });

  it.each([
    ["firing", "0001-01-01T00:00:00Z", null],
    ["resolved", "2026-01-01T14:00:00.123456789+01:00", "2026-01-01T13:00:00.123Z"],
    ["resolved", "0001-01-01T00:00:00Z", "2026-01-01T12:00:00.000Z"],
    ["resolved", undefined, "2026-01-01T12:00:00.000Z"],
  ] as const)("of one that is %s takes the end %s for %s", (status, endsAt, end) => {
    const { alerts } = alertmanagerMessage.parse(messageOf({ ...sentAlert({ status }), endsAt }));
    expect(alerts.map(toldAlert)).toMatchObject([{ status, endsAt: end }]);
  });
});

describe("a message", () => {
  it("may have fields that nobody knows", () => {
    const message = {
      ...messageOf({ ...sentAlert(), silenced: [] } as never),
      groupKey: "{}",
      notificationReason: "x",
    };
    expect(alertmanagerMessage.parse(message)).toEqual(messageOf(sentAlert()));
  });

  it.each([
    ["another version", { version: "5" }],
    ["no alerts", { alerts: undefined }],
    ["alerts that are no list", { alerts: {} }],
    ["a count that is none", { truncatedAlerts: -1 }],
    ["a state that nobody knows", { alerts: [{ ...sentAlert(), status: "pending" }] }],
    ["labels that are numbers", { alerts: [{ ...sentAlert(), labels: { alertname: 7 } }] }],
    ["a time that is none", { alerts: [{ ...sentAlert(), startsAt: "noon" }] }],
    ["a time before all", { alerts: [{ ...sentAlert(), startsAt: "0001-01-01T00:00:00+14:00" }] }],
    ["a time after all", { alerts: [{ ...sentAlert(), startsAt: "9999-12-31T23:59:59-14:00" }] }],
    ["a fingerprint that is none", { alerts: [{ ...sentAlert(), fingerprint: "a b" }] }],
  ])("is refused for %s", (_, wrong) => {
    expect(alertmanagerMessage.safeParse({ ...messageOf(), ...wrong }).success).toBe(false);
  });
});
