import type { AlertFilter } from "@/server/domain/alerts/schema";

type Asked = AlertFilter & { limit: number };

export const firingOn = (hostId: string): Asked => ({ hostId, status: ["firing"], limit: 20 });

export const pastOn = (hostId: string): Asked => ({ hostId, status: ["resolved"], limit: 5 });
