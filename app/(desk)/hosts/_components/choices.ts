import type { Host } from "@/server/domain/hosts/schema";

/** All values of a closed list, which the compiler keeps complete, in the order in which they sort. */
const all = <Value extends string>(values: Record<Value, true>) => Object.keys(values) as Value[];

export const environments = all<Host["environment"]>({ prod: true, stage: true, dev: true });
export const criticalities = all<Host["criticality"]>({ critical: true, high: true, medium: true, low: true });
export const operatingSystems = all<Host["os"]>({ linux: true, windows: true, macos: true });
export const hostStatuses = all<Host["status"]>({ active: true, maintenance: true, retired: true });
