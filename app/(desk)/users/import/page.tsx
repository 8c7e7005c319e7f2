import type { Metadata } from "next";
import { onlyFor } from "@/app/_lib/signed-in";
import { UserImport } from "@/app/(desk)/users/_components/user-import";

export const metadata: Metadata = { title: "Import users" };

export default async function ImportUsersPage() {
  await onlyFor("users.write");
  return <UserImport />;
}
