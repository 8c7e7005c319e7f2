import { randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { auditEvents, blobs } from "@/db/schema";
import { system } from "@/server/domain/context";
import { upload } from "@/server/test/artifacts";
import { openDirectory } from "@/server/test/blob-directory";
import { withContext } from "@/server/test/database";
import { scrubBlobs } from "./scrub";

it("R-ART-5 the scrubber reads what nobody has verified for days, once, and marks what is damaged", () =>
  withContext(async (admin) => {
    await using directory = await openDirectory();
    const { root, store } = directory;
    const ctx = { ...admin, actor: system };
    const files = await Promise.all([1, 2, 3].map((index) => upload(admin, store, `f${index}`, randomBytes(300_000))));
    expect(await scrubBlobs(ctx, store)).toEqual({ intact: 0, corrupt: 0 });

    const later = { ...ctx, now: () => new Date(Date.now() + 7 * 86_400_000) };
    const digest = Buffer.from(files[1]!.sha256, "hex");
    await using file = await open(join(root, store.placeOf(digest)), "r+");
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 150_000);
    await file.write(Buffer.of(buffer[0]! ^ 1), 0, 1, 150_000);
    expect(await scrubBlobs(later, store)).toEqual({ intact: 2, corrupt: 1 });
    expect(await scrubBlobs(later, store)).toEqual({ intact: 0, corrupt: 0 });

    const rows = await ctx.db.select().from(blobs);
    for (const { sha256, state } of rows) expect(state).toBe(digest.equals(sha256) ? "corrupt" : "ready");
    const events = (await ctx.db.select().from(auditEvents)).filter(({ action }) => action === "blob.found-corrupt");
    expect(events).toMatchObject([{ actorKind: "system", subjectType: "blob", subjectId: files[1]!.sha256 }]);
  }));
