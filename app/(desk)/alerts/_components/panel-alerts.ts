import type { AlertFilter } from "@/server/domain/alerts/schema";

type Asked = AlertFilter & { limit: number };

/** As many as a panel shows, and as few as it can still be read at a glance. */
export const newestFiring: Asked = { status: ["firing"], limit: 6 };

export const firingOn = (hostId: string): Asked => ({ hostId, status: ["firing"], limit: 20 });

export const pastOn = (hostId: string): Asked => ({ hostId, status: ["resolved"], limit: 5 });
