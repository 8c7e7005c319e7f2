import type { Metadata } from "next";
import { PageHeader } from "@/app/_components/page-header";
import { onlyFor } from "@/app/_lib/signed-in";
import { CreateApiToken } from "@/app/(desk)/account/api-tokens/_components/create-api-token";

export const metadata: Metadata = { title: "New API token" };

export default async function NewApiTokenPage() {
  await onlyFor("api-tokens.manage-own");
  return (
    <>
      <PageHeader title="New API token" />
      <CreateApiToken />
    </>
  );
}
