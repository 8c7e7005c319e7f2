import { expect, test } from "vitest";
import { type Host, registerHost } from "@/server/domain/hosts/schema";
import { changesOf, emptyValues, inputOf, typedIn, validateEdit, validateNew, valuesOf, valuesOn } from "./host-values";

const least = { ...emptyValues, hostname: "DB-fra-p003 ", ip: "10.0.2.17", os: "linux", environment: "prod" };

test("the fields become what the API takes", () => {
  const values = { ...least, tags: " pci  dr pci ", bastionHost: "bastion.example.net", bastionPort: "22" };
  expect(registerHost.parse(inputOf(values))).toMatchObject({
    hostname: "db-fra-p003",
    tags: ["pci", "dr"],
    owner: null,
    sshPort: 22,
    bastionPort: 22,
  });
  expect(registerHost.parse(inputOf({ ...least, sshPort: "" }))).toMatchObject({ sshPort: 22, bastionPort: null });
});

test("every fault is told at the field that it belongs to", () => {
  expect(validateNew(least)).toEqual({});
  expect(validateNew({ ...least, hostname: "bad host", tags: "fine not,fine", sshPort: "twenty-two" })).toEqual({
    hostname: "Use a-z, 0-9 and hyphens inside.",
    tags: "Use letters, digits and _ . : / = - without spaces.",
    sshPort: "Not a whole number.",
  });
  expect(Object.keys(validateNew(emptyValues)).sort()).toEqual(["environment", "hostname", "ip", "os"]);
});

const host: Host = {
  ...registerHost.parse({
    hostname: "db-fra-p003",
    ip: "10.0.2.17",
    os: "linux",
    environment: "prod",
    tags: ["pci", "dr"],
  }),
  id: "01900000-0000-7000-8000-000000000000",
  lastSeenAt: null,
  version: 27,
  createdAt: "2026-11-01T00:00:00.000Z",
  updatedAt: "2026-11-01T00:00:00.000Z",
};

test("the fields of a host stand for the host", () => {
  expect(valuesOf(host)).toMatchObject({ hostname: "db-fra-p003", tags: "pci dr", sshPort: "22", team: "" });
  expect(validateEdit(valuesOf(host))).toEqual({});
  expect(changesOf(host, valuesOf(host))).toEqual({});
});

test("an edit holds what was typed anew, and not what is only spelled otherwise", () => {
  const values = { ...valuesOf(host), hostname: " DB-FRA-P003", tags: "pci dr k8s", team: " data ", notes: "" };
  expect(changesOf(host, values)).toEqual({ tags: ["pci", "dr", "k8s"], team: "data" });
  expect(typedIn(host, values)).toEqual(["hostname", "team", "tags"]);
  expect(typedIn(host, valuesOf(host))).toEqual([]);
});

test("a field that may not be empty says so in an edit as well", () => {
  expect(Object.keys(validateEdit({ ...valuesOf(host), hostname: "", sshPort: "" })).sort()).toEqual([
    "hostname",
    "sshPort",
  ]);
});

test("what is typed stays when the host changes below it, and the other fields follow", () => {
  const now = { ...host, team: "web", owner: "f.garcia" };
  const typed = { ...valuesOf(host), team: " data" };
  expect(valuesOn(now, host, typed)).toEqual({ ...valuesOf(now), team: " data" });
});
