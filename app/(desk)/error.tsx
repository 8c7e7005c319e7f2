"use client";

import { ErrorPage } from "@/app/_components/error-page";

export default function DeskError(props: { error: unknown; retry: () => void }) {
  return <ErrorPage {...props} />;
}
