"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

const Now = createContext(0);

const tickMilliseconds = 30_000;

/** Gives every relative time one clock, which begins with the server's time, so that both sides paint the same words. */
export function ClockProvider({ startsAt, children }: { startsAt: number; children: ReactNode }) {
  const [now, setNow] = useState(startsAt);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, tickMilliseconds);
    return () => clearInterval(timer);
  }, []);
  return <Now value={now}>{children}</Now>;
}

/** The time in milliseconds since 1970, renewed twice a minute. */
export const useNow = () => useContext(Now);
