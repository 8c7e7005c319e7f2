export type Viewed = { id: string; hostname: string };

const maxViewed = 8;
const keyPrefix = "opsdesk.recently-viewed.";

/** The hosts that somebody looked at last in this browser, the newest first. */
export function recentlyViewed(storage: Storage, userId: string): readonly Viewed[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(keyPrefix + userId) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isViewed) : [];
  } catch {
    return [];
  }
}

function isViewed(stored: Partial<Viewed> | null): stored is Viewed {
  return typeof stored?.id === "string" && typeof stored.hostname === "string";
}

/** Puts a host before the others, under the name that it has now. */
export function recordView(storage: Storage, userId: string, { id, hostname }: Viewed): void {
  const others = recentlyViewed(storage, userId).filter((host) => host.id !== id);
  storage.setItem(keyPrefix + userId, JSON.stringify([{ id, hostname }, ...others].slice(0, maxViewed)));
}

/** Forgets a host that is gone. */
export function forgetView(storage: Storage, userId: string, id: string): void {
  const others = recentlyViewed(storage, userId).filter((host) => host.id !== id);
  storage.setItem(keyPrefix + userId, JSON.stringify(others));
}

/** Forgets what anybody looked at: a browser is shared more often than one thinks. */
export function forgetAllViews(storage: Storage): void {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  for (const key of keys) if (key?.startsWith(keyPrefix)) storage.removeItem(key);
}
