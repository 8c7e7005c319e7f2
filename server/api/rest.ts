import * as z from "zod";
import { alert, alertDetail, alertSummary, changesBefore } from "@/server/domain/alerts/schema";
import { apiToken, createdApiToken } from "@/server/domain/api-tokens/schema";
import { artifact } from "@/server/domain/artifacts/schema";
import {
  auditActions,
  auditActors,
  auditEvent,
  auditSubjectTypes,
  historyItem,
} from "@/server/domain/audit-events/schema";
import { editedHosts, host, hostSummary, neighbours, recentChanges, values } from "@/server/domain/hosts/schema";
import { count, pageOf } from "@/server/domain/lists/schema";
import { endedSessions, session } from "@/server/domain/sessions/schema";
import { settings } from "@/server/domain/settings/schema";
import { twoStepState } from "@/server/domain/two-step/schema";
import { createdUser, passwordLink, profile, user } from "@/server/domain/users/schema";
import type { Outputs } from "./root";

type Procedures = { [Noun in keyof Outputs]: `${Noun}.${Extract<keyof Outputs[Noun], string>}` };
export type ProcedurePath = Procedures[keyof Procedures];

/** What a procedure gives, by its path. */
type OutputOf<Path> = Path extends `${infer Noun extends keyof Outputs}.${infer Name}`
  ? Outputs[Noun][Name & keyof Outputs[Noun]]
  : never;

export type RestRoute = {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below /api/v1, with `{id}` for a path parameter. */
  path: string;
  procedure: ProcedurePath;
  summary: string;
  status: 200 | 201;
  /** The version comes from If-Match, and the body of a PATCH is `changes`. What a GET or a DELETE takes is in its query string. */
  ifMatch: boolean;
  returns: z.ZodType;
};

type Extras = { status?: 201; ifMatch?: true };

/** A route whose documented answer is checked against what its procedure really gives. */
function route<Path extends ProcedurePath>(
  method: RestRoute["method"],
  path: string,
  procedure: Path,
  summary: string,
  returns: z.ZodType<OutputOf<Path>>,
  { status, ifMatch }: Extras = {},
): RestRoute {
  return { method, path, procedure, summary, returns, status: status ?? 200, ifMatch: ifMatch ?? false };
}

const created = { status: 201 } as const;
const ifMatch = { ifMatch: true } as const;

const permissionTable = z.record(z.string(), z.array(z.string()).readonly());

/** Everything that scripts may call: each row is a procedure that the pages call too. */
export const restTable: readonly RestRoute[] = [
  route("GET", "/hosts", "hosts.list", "List hosts", pageOf(host)),
  route("GET", "/hosts/count", "hosts.count", "Count hosts", count),
  route("GET", "/hosts/summary", "hosts.summary", "Count hosts by what they are", hostSummary),
  route("GET", "/hosts/values", "hosts.values", "List what hosts have in a field", values),
  route("GET", "/hosts/recent-changes", "hosts.recentChanges", "List the last changes of hosts", recentChanges),
  route("POST", "/hosts", "hosts.register", "Register a host", host, created),
  route("POST", "/hosts/bulk-edit", "hosts.editMany", "Edit several hosts, all or none", editedHosts),
  route("GET", "/hosts/{id}", "hosts.get", "Read a host", host),
  route("PATCH", "/hosts/{id}", "hosts.edit", "Edit a host", host, ifMatch),
  route("DELETE", "/hosts/{id}", "hosts.delete", "Delete a host for good", host, ifMatch),
  route("POST", "/hosts/{id}/retire", "hosts.retire", "Take a host out of service", host, ifMatch),
  route("POST", "/hosts/{id}/bring-back", "hosts.bringBack", "Take a retired host into service", host, ifMatch),
  route("GET", "/hosts/{id}/history", "hosts.history", "List the changes of a host, newest first", pageOf(historyItem)),
  route("GET", "/hosts/{id}/neighbours", "hosts.neighbours", "Read what stands beside a host in a list", neighbours),
  route("GET", "/alerts", "alerts.list", "List alerts, newest first", pageOf(alert)),
  route("GET", "/alerts/count", "alerts.count", "Count alerts", count),
  route("GET", "/alerts/summary", "alerts.summary", "Count what fires by severity", alertSummary),
  route("GET", "/alerts/{id}", "alerts.get", "Read an alert", alertDetail),
  route("GET", "/alerts/{id}/history", "alerts.history", "List what became of an alert", pageOf(historyItem)),
  route("GET", "/alerts/{id}/changes-before", "alerts.changesBefore", "List what changed on its host", changesBefore),
  route("POST", "/alerts/{id}/acknowledge", "alerts.acknowledge", "Say that one looks after an alert", alert),
  route("DELETE", "/alerts/{id}/acknowledgement", "alerts.withdrawAcknowledgement", "Take that back", alert),
  route("GET", "/artifacts", "artifacts.list", "List artifacts, newest first", pageOf(artifact)),
  route("GET", "/artifacts/count", "artifacts.count", "Count artifacts", count),
  route("GET", "/artifacts/{id}", "artifacts.get", "Read an artifact", artifact),
  route("PATCH", "/artifacts/{id}", "artifacts.edit", "Edit or pin an artifact", artifact, ifMatch),
  route(
    "DELETE",
    "/artifacts/{id}",
    "artifacts.delete",
    "Delete an artifact; it can be brought back for a day",
    artifact,
  ),
  route("POST", "/artifacts/{id}/restore", "artifacts.restore", "Bring a deleted artifact back", artifact),
  route("GET", "/artifacts/{id}/versions", "artifacts.versions", "List the versions of a name", pageOf(artifact)),
  route(
    "GET",
    "/artifacts/{id}/history",
    "artifacts.history",
    "List what happened to an artifact",
    pageOf(historyItem),
  ),
  route("GET", "/audit-events", "auditEvents.list", "List audit events, newest first", pageOf(auditEvent)),
  route("GET", "/audit-events/count", "auditEvents.count", "Count audit events", count),
  route("GET", "/audit-events/actions", "auditEvents.actions", "List what there are events of", auditActions),
  route("GET", "/audit-events/actors", "auditEvents.actors", "List who has done something", auditActors),
  route("GET", "/audit-events/subject-types", "auditEvents.subjectTypes", "List types of subjects", auditSubjectTypes),
  route("GET", "/audit-events/{id}", "auditEvents.get", "Read an audit event", auditEvent),
  route("GET", "/users", "users.list", "List users", pageOf(user)),
  route("GET", "/users/count", "users.count", "Count users", count),
  route("POST", "/users", "users.create", "Create a user, and the link to choose a password", createdUser, created),
  route("GET", "/users/me", "users.profile", "Read the user who asks", profile),
  route("GET", "/users/{id}", "users.get", "Read a user", user),
  route("PATCH", "/users/{id}", "users.edit", "Edit a user", user, ifMatch),
  route("POST", "/users/{id}/deactivate", "users.deactivate", "Deactivate a user", user, ifMatch),
  route("POST", "/users/{id}/reactivate", "users.reactivate", "Reactivate a user", user, ifMatch),
  route("POST", "/users/{id}/password-link", "users.createPasswordLink", "Make a password link", passwordLink, created),
  route("DELETE", "/users/{id}/two-step", "users.resetTwoStep", "Reset two-step sign-in of a user", user),
  route("GET", "/users/{id}/sessions", "sessions.listOf", "List sessions of a user", pageOf(session)),
  route("DELETE", "/users/{id}/sessions", "sessions.endAllOf", "End all sessions of a user", endedSessions),
  route("GET", "/users/{id}/api-tokens", "apiTokens.listOf", "List API tokens of a user", pageOf(apiToken)),
  route("GET", "/sessions", "sessions.list", "List one's own sessions", pageOf(session)),
  route("DELETE", "/sessions", "sessions.endOthers", "End one's other sessions", endedSessions),
  route("DELETE", "/sessions/{id}", "sessions.end", "End a session", endedSessions),
  route("GET", "/api-tokens", "apiTokens.list", "List one's own API tokens", pageOf(apiToken)),
  route("POST", "/api-tokens", "apiTokens.create", "Make an API token, which is shown once", createdApiToken, created),
  route("DELETE", "/api-tokens/{id}", "apiTokens.revoke", "Revoke an API token", apiToken),
  route("GET", "/two-step", "twoStep.state", "Read whether one signs in in two steps", twoStepState),
  route("GET", "/settings", "settings.get", "Read the settings", settings),
  route("PATCH", "/settings", "settings.edit", "Change settings", settings, ifMatch),
  route("GET", "/permissions", "permissions.list", "Read who may do what", permissionTable),
];
