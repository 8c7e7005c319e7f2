import type { Metadata } from "next";
import { answerTo, pageApi } from "@/app/_lib/api";
import { localPath } from "@/app/_lib/local-path";
import { ChangePasswordForm } from "@/app/(account)/_components/change-password-form";

export const metadata: Metadata = { title: "Change password" };

export default async function PasswordPage({ searchParams }: PageProps<"/password">) {
  const { next } = await searchParams;
  const { queryClient, trpc } = await pageApi();
  const profile = await answerTo(queryClient.query(trpc.users.profile.queryOptions()));
  const nextPath = localPath(typeof next === "string" ? next : undefined);
  const isForced = profile?.duty === "change-password";
  return <ChangePasswordForm nextPath={nextPath} email={profile?.email} isForced={isForced} />;
}
