import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { openDirectory, sizesBelow } from "@/server/test/blob-directory";
import { describeBlobStore, inChunks, keepIn } from "@/server/test/blob-store-suite";
import { withSmallDisk } from "@/server/test/small-disk";
import { directoryStore } from "./directory";

describeBlobStore("a directory", openDirectory);

it("R-ART-2 a full disk keeps nothing of what it cannot keep whole, and small files go on", () =>
  withSmallDisk(async (root) => {
    const store = directoryStore(root);
    const before = await sizesBelow(root);
    await expect(store.stage(inChunks(randomBytes(3_000_000)))).rejects.toMatchObject({ code: "storage_full" });
    expect(await sizesBelow(root)).toEqual(before);
    expect(await store.open(await keepIn(store, randomBytes(10_000)))).toBeDefined();
  }));
