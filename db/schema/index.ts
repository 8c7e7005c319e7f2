export * from "./audit-events";
export * from "./hosts";
export * from "./idempotency-keys";
export * from "./jobs";
export * from "./sessions";
export * from "./settings";
export * from "./users";
