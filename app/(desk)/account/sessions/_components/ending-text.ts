import type { Session } from "@/server/domain/sessions/schema";

/** Why a session ended before its time, in words. */
export const endingText: Record<NonNullable<Session["ending"]>, string> = {
  signed_out: "signed out",
  ended_by_user: "ended by the user",
  ended_by_admin: "ended by an admin",
  password_changed: "the password was changed",
  role_changed: "the role was changed",
  user_deactivated: "the user was deactivated",
  refresh_token_reused: "a refresh token was used twice",
};
