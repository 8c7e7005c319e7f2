/** From which page each page was reached, by their cursors; null is the first. */
export type Trail = readonly (readonly [cursor: string, from: string | null])[];

const storageKey = "opsdesk.pages";
/** As many steps as anybody walks back. */
const maxSteps = 500;

/** A list of keysets knows what follows a page, but not what came before it: that is remembered as one walks, in this tab. */
export function rememberStep(from: string | null, cursor: string): void {
  sessionStorage.setItem(storageKey, JSON.stringify(withStep(read(), from, cursor)));
}

/** The page from which one was reached; undefined where nobody walked there in this tab. */
export function previousPage(cursor: string): string | null | undefined {
  return read().find(([known]) => known === cursor)?.[1];
}

export function withStep(trail: Trail, from: string | null, cursor: string): Trail {
  return [...trail.filter(([known]) => known !== cursor), [cursor, from] as const].slice(-maxSteps);
}

function read(): Trail {
  return JSON.parse(sessionStorage.getItem(storageKey) ?? "[]") as Trail;
}
