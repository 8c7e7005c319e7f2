import { describe, expect, it } from "vitest";
import * as z from "zod";
import { typedQuery } from "./query-strings";

const schema = z.strictObject({
  limit: z.int().min(1).default(50),
  isPinned: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
  hostname: z.string().nullable(),
});

describe("typedQuery", () => {
  it("gives texts the types that the schema asks for", () => {
    const query = { limit: "7", isPinned: "false", tags: "web", hostname: "7" };
    expect(typedQuery(schema, query)).toEqual({ limit: 7, isPinned: false, tags: ["web"], hostname: "7" });
    expect(typedQuery(schema, { tags: ["web", "db"] })).toEqual({ tags: ["web", "db"] });
  });

  it("leaves a text that is none of the type for the schema to refuse", () => {
    for (const query of [
      { limit: "7.5" },
      { limit: "1e3" },
      { limit: "" },
      { limit: ["1", "2"] },
      { isPinned: "yes" },
    ]) {
      const typed = typedQuery(schema, { hostname: "web-1", ...query });
      expect(typed).toMatchObject(query);
      expect(schema.safeParse(typed).success).toBe(false);
    }
  });

  it("leaves names that the schema does not have, whatever every object has", () => {
    for (const name of ["colour", "constructor", "__proto__", "toString"]) {
      const typed = typedQuery(schema, JSON.parse(`{"hostname":"web-1","${name}":"1"}`));
      expect(Object.keys(typed)).toEqual(["hostname", name]);
      expect(schema.safeParse(typed).success).toBe(false);
    }
    expect(typedQuery(undefined, { limit: "7" })).toEqual({ limit: "7" });
  });

  it("does not change the schema, which parses typed input as well", () => {
    typedQuery(schema, { limit: "7", isPinned: "true", hostname: "web-1" });
    expect(schema.safeParse({ limit: "7", hostname: "web-1" }).success).toBe(false);
  });
});
