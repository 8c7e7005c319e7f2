import type { Metadata } from "next";
import { PageHeader } from "@/app/_components/page-header";
import { onlyFor } from "@/app/_lib/signed-in";
import { CreateUser } from "@/app/(desk)/users/_components/create-user";

export const metadata: Metadata = { title: "Create user" };

export default async function NewUserPage() {
  await onlyFor("users.write");
  return (
    <>
      <PageHeader title="Create user" />
      <CreateUser />
    </>
  );
}
