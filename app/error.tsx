"use client";

import { ErrorPage } from "./_components/error-page";

export default function RootError(props: { error: unknown; retry: () => void }) {
  return (
    <main>
      <ErrorPage {...props} />
    </main>
  );
}
