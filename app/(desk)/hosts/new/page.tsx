import type { Metadata } from "next";
import { PageHeader } from "@/app/_components/page-header";
import { onlyFor } from "@/app/_lib/signed-in";
import { RegisterForm } from "@/app/(desk)/hosts/_components/register-form";

export const metadata: Metadata = { title: "Register host" };

export default async function RegisterHostPage() {
  await onlyFor("hosts.write");
  return (
    <>
      <PageHeader title="Register host" />
      <RegisterForm />
    </>
  );
}
