type Failure = { title: string; text: string; requestId: string | undefined };

const explanations: Record<string, Omit<Failure, "requestId">> = {
  unreachable: {
    title: "The server cannot be reached",
    text: "The pages work, but the server behind them does not answer. It may be restarting.",
  },
  unavailable: {
    title: "The database cannot answer now",
    text: "Nothing is lost. It may be restarting or switching to a standby.",
  },
  rate_limited: { title: "Too many requests", text: "Wait a little before the next one." },
};

const fault = {
  title: "This page failed",
  text: "The cause stands in the log of the desk, under the id below.",
};

/** What to tell of an error that ended a page. One of the server's side tells it in its digest, as `code:request id`. */
export function failureOf(error: unknown): Failure {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
  const [code = "", requestId] = digest.includes(":") ? digest.split(":", 2) : ["", digest];
  return { ...(explanations[code] ?? fault), requestId: requestId || undefined };
}
