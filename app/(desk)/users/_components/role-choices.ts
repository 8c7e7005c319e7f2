import type { User } from "@/server/domain/users/schema";

const meanings: Record<User["role"], string> = {
  admin: "admin: everything, users and settings too",
  operator: "operator: changes hosts, reads no audit log",
  auditor: "auditor: reads everything, the audit log too",
  viewer: "viewer: reads hosts",
};

/** The roles with what they may do, for a select. */
export const roleChoices = Object.entries(meanings).map(([value, label]) => ({ value, label }));
