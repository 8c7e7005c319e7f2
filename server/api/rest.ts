import * as z from "zod";
import { auditEvent } from "@/server/domain/audit-events/schema";
import { host } from "@/server/domain/hosts/schema";
import { count, pageOf } from "@/server/domain/lists/schema";
import { profile } from "@/server/domain/users/schema";
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
  /** The body is `changes`, and the version comes from If-Match. */
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

const permissionTable = z.record(z.string(), z.array(z.string()).readonly());

/** Everything that scripts may call: each row is a procedure that the pages call too. */
export const restTable: readonly RestRoute[] = [
  route("GET", "/hosts", "hosts.list", "List hosts", pageOf(host)),
  route("GET", "/hosts/count", "hosts.count", "Count hosts", count),
  route("POST", "/hosts", "hosts.register", "Register a host", host, { status: 201 }),
  route("GET", "/hosts/{id}", "hosts.get", "Read a host", host),
  route("PATCH", "/hosts/{id}", "hosts.edit", "Edit a host", host, { ifMatch: true }),
  route("GET", "/audit-events", "auditEvents.list", "List audit events, newest first", pageOf(auditEvent)),
  route("GET", "/audit-events/count", "auditEvents.count", "Count audit events", count),
  route("GET", "/users/me", "users.profile", "Read the user who asks", profile),
  route("GET", "/permissions", "permissions.list", "Read who may do what", permissionTable),
];
