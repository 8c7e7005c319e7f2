import { signOut } from "@/app/_lib/session";
import { forgetAllViews } from "./recently-viewed";

/** Ends the session, and forgets what was looked at, so that who comes next to this browser does not see it. */
export function signOutOfDesk(): void {
  forgetAllViews(localStorage);
  void signOut();
}
