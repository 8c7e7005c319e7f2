import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { withDatabase } from "@/server/test/database";
import { excessRights } from "./roles";

describe("excessRights", () => {
  it("R-CFG-1 finds none with the server's role, and says what a superuser or an owner has too many", () =>
    withDatabase(async ({ open }) => {
      expect(await excessRights(open("server"))).toEqual([]);
      expect(await excessRights(open("superuser"))).toEqual([
        expect.stringContaining("the role postgres is a superuser"),
      ]);
      expect(await excessRights(open("owner"))).toEqual([
        expect.stringContaining("the role opsdesk_owner owns tables"),
      ]);
    }));

  it("R-CFG-1 takes a member of the owner for an owner, because it can become one", () =>
    withDatabase(async ({ open }) => {
      await open("superuser").transaction(async (tx) => {
        await tx.execute(sql`create role deputy noinherit in role opsdesk_owner`);
        await tx.execute(sql`set local role deputy`);
        expect(await excessRights(tx)).toEqual([expect.stringContaining("the role deputy owns tables")]);
        await tx.execute(sql`reset role`);
        await tx.execute(sql`drop role deputy`);
      });
    }));
});
