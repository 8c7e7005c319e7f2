import "server-only";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import type { Permission } from "@/server/domain/permissions";
import { answerTo, pageApi } from "./api";
import { dutyPath, isDutyPath } from "./duty";
import { headerNames } from "./header-names";
import { localPath } from "./local-path";
import { may } from "./may";

/** Who asks for the page. Leads strangers to sign-in, and those who must do something first to where it is done. */
export const signedIn = cache(async () => {
  const { queryClient, trpc } = await pageApi();
  const profile = await answerTo(queryClient.query(trpc.users.profile.queryOptions()));
  if (!profile) throw new Error("The profile takes no input that could be refused.");
  const path = await wantedPath();
  if (profile.duty && !isDutyPath(profile.duty, path)) redirect(dutyPath(profile.duty, path));
  return profile;
});

/** Shows the page to those who have a permission only, where no call of the page asks for it. */
export async function onlyFor(permission: Permission): Promise<void> {
  if (!may(await signedIn(), permission)) forbidden();
}

async function wantedPath(): Promise<string> {
  return localPath((await headers()).get(headerNames.path));
}
