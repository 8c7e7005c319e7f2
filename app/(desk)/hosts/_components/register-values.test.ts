import { expect, test } from "vitest";
import { registerHost } from "@/server/domain/hosts/schema";
import { emptyValues, inputOf, validate } from "./register-values";

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
  expect(validate(least)).toEqual({});
  expect(validate({ ...least, hostname: "bad host", tags: "fine not,fine", sshPort: "twenty-two" })).toEqual({
    hostname: "Use a-z, 0-9 and hyphens inside.",
    tags: "Use letters, digits and _ . : / = - without spaces.",
    sshPort: "Not a whole number.",
  });
  expect(Object.keys(validate(emptyValues)).sort()).toEqual(["environment", "hostname", "ip", "os"]);
});
