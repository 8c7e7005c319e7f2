"use client";

import type { ReactNode } from "react";
import type { Problem } from "@/app/_lib/problem";
import { waitText } from "@/app/_lib/time";
import { Notice } from "./notice";
import { RequestId } from "./request-id";

/** A refusal where it happened: what is wrong, and the id to ask with. `children` is what to do about it. */
export function ProblemNotice({ problem, children }: { problem: Problem; children?: ReactNode }) {
  return (
    <Notice tone="critical" title={problem.title}>
      <p>{problem.detail}</p>
      {problem.retryAfterSeconds !== undefined && <p>Try again in {waitText(problem.retryAfterSeconds)}.</p>}
      {problem.requestId !== undefined && <RequestId id={problem.requestId} />}
      {children}
    </Notice>
  );
}
