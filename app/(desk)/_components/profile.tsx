"use client";

import { createContext, type ReactNode, useContext } from "react";
import { may } from "@/app/_lib/may";
import type { Permission } from "@/server/domain/permissions";
import type { Profile } from "@/server/domain/users/schema";

const ProfileContext = createContext<Profile | undefined>(undefined);

export function ProfileProvider({ profile, children }: { profile: Profile; children: ReactNode }) {
  return <ProfileContext value={profile}>{children}</ProfileContext>;
}

/** Who is signed in. */
export function useProfile(): Profile {
  const profile = useContext(ProfileContext);
  if (!profile) throw new Error("useProfile stands outside of the desk.");
  return profile;
}

/** Whether to show what asks for a permission. The API decides in the end. */
export function useCan(permission: Permission): boolean {
  return may(useProfile(), permission);
}
