import type { Metadata } from "next";
import { onlyFor } from "@/app/_lib/signed-in";
import { HostImport } from "./_components/host-import";

export const metadata: Metadata = { title: "Import hosts" };

export default async function ImportHostsPage() {
  await onlyFor("hosts.write");
  return <HostImport />;
}
