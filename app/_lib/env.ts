const { SERVER_URL, NODE_ENV } = process.env;

/** The settings of the pages' own process. */
export const env = {
  /** Where the pages' server side reaches the server. */
  serverUrl: SERVER_URL || "http://127.0.0.1:3000",
  isDevelopment: NODE_ENV === "development",
};

/** Ends the process, and says why, where its settings cannot work: Next itself would go on and fail at every page. */
export function refuseUnusableSettings(): void {
  if (URL.canParse(env.serverUrl)) return;
  console.error("SERVER_URL: Must be an http URL, such as http://127.0.0.1:3000.");
  // Next bundles this for another run time too, which has no process to end and which nothing here uses.
  if (process.env.NEXT_RUNTIME === "nodejs") process.exit(1);
}
