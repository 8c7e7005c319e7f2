/**
 * The closed lists of the data, in the order in which they sort. Plain data, so that schemas in the browser may import it.
 */
export const roles = ["admin", "operator", "auditor", "viewer"] as const;
export const actorKinds = ["user", "api_token", "system", "anonymous"] as const;

/** `browser`: a cookie. `api`: access tokens and a refresh token. */
export const sessionKinds = ["browser", "api"] as const;
/** Why a session ended before its time. */
export const sessionEndings = [
  "signed_out",
  "ended_by_user",
  "ended_by_admin",
  "password_changed",
  "role_changed",
  "user_deactivated",
  "refresh_token_reused",
] as const;

export const operatingSystems = ["linux", "windows", "macos"] as const;
export const environments = ["prod", "stage", "dev"] as const;
export const criticalities = ["critical", "high", "medium", "low"] as const;
export const hostStatuses = ["active", "maintenance", "retired"] as const;
export const connectionMethods = ["direct_ssh", "bastion_ssh", "teleport"] as const;

export const alertStatuses = ["firing", "resolved"] as const;
/** `none`: an alert without the label, or with one that is not in this list. */
export const severities = ["critical", "warning", "info", "none"] as const;

export const artifactKinds = ["log", "config", "binary", "report", "other"] as const;
/** `unsettled`: bytes on their way in or out, which nothing names. `corrupt`: they are not any more what their digest says. */
export const blobStates = ["unsettled", "ready", "corrupt"] as const;

/** What limits of requests are counted apart. */
export const requestKinds = ["changes", "reads"] as const;

export type Role = (typeof roles)[number];
export type ActorKind = (typeof actorKinds)[number];
export type SessionKind = (typeof sessionKinds)[number];
export type SessionEnding = (typeof sessionEndings)[number];
export type Environment = (typeof environments)[number];
export type HostStatus = (typeof hostStatuses)[number];
export type AlertStatus = (typeof alertStatuses)[number];
export type Severity = (typeof severities)[number];
export type RequestKind = (typeof requestKinds)[number];
