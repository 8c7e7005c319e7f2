import "server-only";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { can, type Permission } from "@/server/domain/permissions";
import { answerTo, pageApi } from "./api";
import { headerNames } from "./header-names";
import { localPath } from "./local-path";

/** Who asks for the page. Leads strangers to sign-in, and those whose password was printed for them to change it. */
export const signedIn = cache(async () => {
  const { queryClient, trpc } = await pageApi();
  const profile = await answerTo(queryClient.query(trpc.users.profile.queryOptions()));
  if (!profile) throw new Error("The profile takes no input that could be refused.");
  if (profile.mustChangePassword) redirect(`/password?next=${encodeURIComponent(await wantedPath())}`);
  return profile;
});

/** Shows the page to those who have a permission only, where no call of the page asks for it. */
export async function onlyFor(permission: Permission): Promise<void> {
  if (!can(await signedIn(), permission)) forbidden();
}

async function wantedPath(): Promise<string> {
  return localPath((await headers()).get(headerNames.path));
}
