import { beforeEach, expect, test } from "vitest";
import { forgetAllViews, forgetView, recentlyViewed, recordView } from "./recently-viewed";

let storage: Storage;

beforeEach(() => {
  storage = memoryStorage();
});

const view = (...names: string[]) => {
  for (const name of names) recordView(storage, "alice", { id: name, hostname: name });
};
const seen = (userId = "alice") => recentlyViewed(storage, userId).map(({ hostname }) => hostname);

test("the last eight hosts are kept, the newest first, each once", () => {
  view("a", "b", "c", "a");
  expect(seen()).toEqual(["a", "c", "b"]);
  view("d", "e", "f", "g", "h", "i");
  expect(seen()).toEqual(["i", "h", "g", "f", "e", "d", "a", "c"]);
});

test("each user has an own list, and a host keeps its newest name", () => {
  view("a");
  recordView(storage, "alice", { id: "a", hostname: "renamed" });
  recordView(storage, "bob", { id: "b", hostname: "b" });
  expect([seen("alice"), seen("bob")]).toEqual([["renamed"], ["b"]]);
});

test("what is gone is forgotten, and at sign-out everything of everybody", () => {
  view("a", "b");
  forgetView(storage, "alice", "a");
  expect(seen()).toEqual(["b"]);
  storage.setItem("opsdesk.single-keys", "off");
  forgetAllViews(storage);
  expect([seen(), storage.length]).toEqual([[], 1]);
});

test("what cannot be read is an empty list", () => {
  for (const text of ["not json", '{"a":1}', '[{"id":1}]']) {
    storage.setItem("opsdesk.recently-viewed.alice", text);
    expect(seen()).toEqual([]);
  }
});

/** The storage of a browser, which Node has not. */
function memoryStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}
