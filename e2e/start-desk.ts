import { removeDesk, startDesk } from "./desk";

/** All tests are the same few users, who together ask for more than one may. */
const withoutLimits = { LIMIT_CHANGES: "0", LIMIT_READS: "0" };

/** Starts the desk that all browser tests share; Playwright calls what is returned at the end. */
export default async function startSharedDesk(): Promise<() => Promise<void>> {
  const desk = startDesk({ environment: withoutLimits });
  try {
    process.env.OPSDESK_URL = await desk.ready();
  } catch (error) {
    await removeDesk(desk);
    throw error;
  }
  return () => removeDesk(desk);
}
