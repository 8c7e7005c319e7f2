import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { pageApi } from "@/app/_lib/api";
import { localPath } from "@/app/_lib/local-path";
import { SignInForm } from "@/app/(account)/_components/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  const { next, notice } = await searchParams;
  const nextPath = localPath(typeof next === "string" ? next : undefined);
  if (await isSignedIn()) redirect(nextPath);
  return <SignInForm nextPath={nextPath} isPasswordSet={notice === "password-set"} />;
}

/** A server that cannot say keeps nobody from the form, whose own answer says more. */
async function isSignedIn(): Promise<boolean> {
  const { queryClient, trpc } = await pageApi();
  return queryClient.query({ ...trpc.users.profile.queryOptions(), retry: false }).then(
    () => true,
    () => false,
  );
}
