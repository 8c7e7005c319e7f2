import type { UserSort } from "@/server/domain/users/schema";

/** The columns of the list, as they stand. One without `sort` cannot be sorted by. */
export const columns: readonly { name: string; label: string; sort?: UserSort }[] = [
  { name: "email", label: "E-mail", sort: "email" },
  { name: "name", label: "Name", sort: "name" },
  { name: "role", label: "Role", sort: "role" },
  { name: "status", label: "Status" },
  { name: "twoStep", label: "Two-step" },
  { name: "seen", label: "Last seen" },
  { name: "created", label: "Created", sort: "createdAt" },
];
