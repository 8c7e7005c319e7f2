import { roles } from "@/db/enums";
import { can, type Permission, permissions, type Scope, scopes } from "@/server/domain/permissions";
import { table } from "./table";

/** docs/permissions.md */
export function permissionsPage(): string {
  const names = Object.keys(permissions) as Permission[];
  const actors = [...roles, "anonymous", "system"] as const;
  const rows = names.map((name) => [`\`${name}\``, ...actors.map((role) => (can({ role }, name) ? "✔" : "–"))]);
  const scopeRows = (Object.keys(scopes) as Scope[]).map((scope) => [
    `\`${scope}\``,
    scopes[scope].map((permission) => `\`${permission}\``).join(", "),
  ]);
  return `# Who may do what

<!-- Made by \`npm run docs\` from server/domain/permissions.ts. -->

The one table that the server asks and the pages show by. What is not in it does not exist. \`anonymous\` is whoever has not signed
in, \`system\` is OpsDesk itself.

${table(["Permission", ...actors], rows)}

## Scopes

What an API token may be made for. It needs its owner's role and its own role besides; what is in no scope needs a person.

${table(["Scope", "Permissions"], scopeRows)}`;
}
