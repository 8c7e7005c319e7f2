/** Which build this is. The bundler writes it in; a program run from its sources has none. */
declare const __BUILD__: { version: string; commit: string; builtAt: string } | undefined;

export const build =
  typeof __BUILD__ === "undefined" ? { version: "development", commit: "unknown", builtAt: "unknown" } : __BUILD__;
