import type { User } from "@/server/domain/users/schema";

type Fields = Pick<User, "name" | "role">;

/** What the form shows of a user. */
export const fieldsOf = ({ name, role }: User): Fields => ({ name, role });

/** The fields in which a form differs from the user. */
export function changesOf(user: User, { name, role }: Fields): Partial<Fields> {
  return { ...(name.trim() !== user.name && { name }), ...(role !== user.role && { role }) };
}
