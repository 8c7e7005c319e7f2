const base = "http://desk.invalid";

/** A path of this desk, or `/` for what leads elsewhere: browsers read `\` as `/`, and `//host` as another site. */
export function localPath(path: string | null | undefined): string {
  if (!path?.startsWith("/") || !URL.canParse(path, base)) return "/";
  const { origin, pathname, search, hash } = new URL(path, base);
  return origin === base && !pathname.startsWith("//") ? pathname + search + hash : "/";
}

/** The sign-in page, which leads back to where somebody wanted to go. */
export function signInPath(wanted: string | null): string {
  const next = localPath(wanted);
  return next === "/" ? "/login" : `/login?next=${encodeURIComponent(next)}`;
}
