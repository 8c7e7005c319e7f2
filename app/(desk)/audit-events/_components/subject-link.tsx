"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useApi } from "@/app/_components/api-provider";
import { problemOf } from "@/app/_lib/problem";
import { useCan } from "@/app/(desk)/_components/profile";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";

/** The way to what an event is about, as long as that exists. */
export function SubjectLink({ subject: { type, id } }: Pick<AuditEventItem, "subject">) {
  const canReadUsers = useCan("users.read");
  if (id === null) return null;
  if (type === "host") return <HostLink id={id} />;
  if (type === "alert") return <Link href={`/alerts/${id}`}>Open the alert</Link>;
  // Users are deactivated, never deleted.
  return type === "user" && canReadUsers ? <Link href={`/users/${id}`}>Open the user</Link> : null;
}

function HostLink({ id }: { id: string }) {
  const { data, error } = useQuery({ ...useApi().hosts.get.queryOptions({ id }), retry: false });
  if (data) return <Link href={`/hosts/${id}`}>Open the host</Link>;
  return error && problemOf(error).code === "not_found" ? "This host has been deleted." : null;
}
