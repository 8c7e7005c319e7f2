import type { User } from "@/server/domain/users/schema";

type Column = { title: string; cell: (user: User) => string };

const columns: readonly Column[] = [
  { title: "E-MAIL", cell: ({ email }) => email },
  { title: "NAME", cell: ({ name }) => name },
  { title: "ROLE", cell: ({ role }) => role },
  { title: "STATUS", cell: ({ status }) => status },
  { title: "TWO-STEP", cell: ({ hasTwoStep }) => (hasTwoStep ? "on" : "off") },
  { title: "LAST SEEN", cell: ({ lastSeenAt }) => lastSeenAt ?? "never" },
];

/** Users as lines for people, in columns as wide as they must be. */
export function userTable(users: readonly User[]): string {
  const lines = [columns.map(({ title }) => title), ...users.map((user) => columns.map(({ cell }) => cell(user)))];
  const widths = columns.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
