"use client";

import { failureOf } from "./_lib/failure";

/** The last resort, where the root layout itself failed: no style sheet, no components, the system's colours. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const { title, text, requestId } = failureOf(error);
  return (
    <html lang="en" style={{ colorScheme: "light dark", fontFamily: "system-ui, sans-serif" }}>
      <body>
        <title>{title}</title>
        <main style={{ maxWidth: "32rem", margin: "12vh auto", padding: "1.5rem" }}>
          <h1>{title}</h1>
          <p>{text}</p>
          {requestId && (
            <p>
              Request <code>{requestId}</code>
            </p>
          )}
          <button type="button" onClick={retry}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
