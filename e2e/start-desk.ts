import { removeDesk, startDesk } from "./desk";

/** Starts the desk that all browser tests share; Playwright calls what is returned at the end. */
export default async function startSharedDesk(): Promise<() => Promise<void>> {
  const desk = startDesk();
  try {
    process.env.OPSDESK_URL = await desk.ready();
  } catch (error) {
    await removeDesk(desk);
    throw error;
  }
  return () => removeDesk(desk);
}
