"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from "react";
import { useApi } from "@/app/_components/api-provider";
import type { Heard } from "./live-hints";
import { type LiveState, LiveStream } from "./live-stream";
import { useCan, useProfile } from "./profile";
import { useHintedQueries } from "./use-hinted-queries";

type Hear = (heard: Heard) => void;

const LiveStateContext = createContext<LiveState>({ status: "connecting" });
const HearersContext = createContext<Set<Hear>>(new Set());

/** Tells the desk's pages what others change, for those who may hear it. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<LiveState>({ status: "connecting" });
  const [hearers] = useState(() => new Set<Hear>());
  const canHear = useCan("hints.read");
  const markQueries = useHintedQueries();
  const checkSession = useSessionCheck();

  const hear = useEffectEvent((heard: Heard) => {
    markQueries(heard);
    for (const each of hearers) each(heard);
  });
  const end = useEffectEvent(() => void checkSession());

  useEffect(() => {
    if (!canHear) return;
    let stream: LiveStream | undefined;
    const stopWaiting = whenPainted(() => {
      stream = new LiveStream({ hear: (heard) => hear(heard), changeState: setState, end: () => end() });
    });
    return () => {
      stopWaiting();
      stream?.close();
    };
  }, [canHear]);

  return (
    <HearersContext value={hearers}>
      <LiveStateContext value={state}>{children}</LiveStateContext>
    </HearersContext>
  );
}

/** Whether this page is told of changes. */
export const useLiveState = () => useContext(LiveStateContext);

/** Calls back with what others have changed. One's own changes come too, from every tab. */
export function useHints(handler: Hear): void {
  const hearers = useContext(HearersContext);
  const hear = useEffectEvent(handler);
  useEffect(() => {
    const own: Hear = (heard) => hear(heard);
    hearers.add(own);
    return () => {
      hearers.delete(own);
    };
  }, [hearers]);
}

/** Asks who is signed in. Whose session is over is led to sign-in; whose role has changed sees the desk of the new one. */
function useSessionCheck() {
  const api = useApi();
  const queryClient = useQueryClient();
  const router = useRouter();
  const { role, duty } = useProfile();
  return async () => {
    const profile = await queryClient
      .query({ ...api.users.profile.queryOptions(), staleTime: 0 })
      .catch(() => undefined);
    if (profile && (profile.role !== role || profile.duty !== duty)) router.refresh();
  };
}

const patienceMilliseconds = 2_000;

/** Waits until the page is loaded and has nothing to do. */
function whenPainted(start: () => void): () => void {
  const waiting = new AbortController();
  const { signal } = waiting;
  const wait = () => {
    // Safari has no word for idle.
    if (!("requestIdleCallback" in window)) {
      setTimeout(() => signal.aborted || start(), patienceMilliseconds / 4);
      return;
    }
    requestIdleCallback(() => signal.aborted || start(), { timeout: patienceMilliseconds });
  };
  if (document.readyState === "complete") wait();
  else window.addEventListener("load", wait, { signal, once: true });
  return () => waiting.abort();
}
