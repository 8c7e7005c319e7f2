/** Called by Next once, before it answers anything. */
export async function register(): Promise<void> {
  const { refuseUnusableSettings } = await import("@/app/_lib/env");
  refuseUnusableSettings();
}
