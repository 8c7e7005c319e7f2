"use client";

import { StateMark } from "@/app/_components/state-mark";
import classes from "./live-mark.module.css";
import { useLiveState } from "./live-provider";
import type { LiveState } from "./live-stream";
import { useCan } from "./profile";

const shapes = {
  connecting: { shape: "ring", tone: "quiet" },
  live: { shape: "dot", tone: "proven" },
  reconnecting: { shape: "ring", tone: "warning" },
  stale: { shape: "struck", tone: "warning" },
} as const;

/** Whether the desk is told of changes as they happen. */
export function LiveMark() {
  const state = useLiveState();
  if (!useCan("hints.read")) return null;
  return (
    <span role="status" aria-label="Live updates" className={classes.mark} data-status={state.status}>
      <StateMark {...shapes[state.status]}>{textOf(state)}</StateMark>
    </span>
  );
}

function textOf(state: LiveState): string {
  if (state.status === "stale") return `Stale since ${new Date(state.since).toISOString().slice(11, 16)} UTC`;
  return { connecting: "Connecting", live: "Live", reconnecting: "Reconnecting" }[state.status];
}
