import type { Alert } from "@/server/domain/alerts/schema";

/** All values of a closed list, which the compiler keeps complete, in the order in which they sort. */
const all = <Value extends string>(values: Record<Value, true>) => Object.keys(values) as Value[];

export const alertStatuses = all<Alert["status"]>({ firing: true, resolved: true });
export const severities = all<Alert["severity"]>({ critical: true, warning: true, info: true, none: true });

export const acknowledgedChoices = ["yes", "no"] as const;
