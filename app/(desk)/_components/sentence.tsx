import { IconBan } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { HistoryItem } from "@/server/domain/audit-events/schema";
import classes from "./sentence.module.css";

/** Where the action's own past tense is no sentence: what people would say, and whether with the subject. */
const phrases: Record<string, { verb: string; isSubjectSaid: boolean }> = {
  "alert.fired": { verb: "reported", isSubjectSaid: true },
  "alert.resolved": { verb: "reported the end of", isSubjectSaid: true },
  "alert.left-out": { verb: "left alerts out for", isSubjectSaid: true },
  "alert.acknowledgement-withdrawn": { verb: "withdrew the acknowledgement of", isSubjectSaid: true },
  "host.updated": { verb: "edited", isSubjectSaid: true },
  "user.created": { verb: "created the user", isSubjectSaid: true },
  "user.signed-in": { verb: "signed in", isSubjectSaid: false },
  "user.signed-out": { verb: "signed out", isSubjectSaid: false },
  "user.sign-in-failed": { verb: "failed to sign in as", isSubjectSaid: true },
  "user.sign-ins-slowed": { verb: "failed so often that signing in slows down for", isSubjectSaid: true },
  "user.password-changed": { verb: "changed the password of", isSubjectSaid: true },
  "user.password-link-created": { verb: "made a password link for", isSubjectSaid: true },
  "user.password-set": { verb: "set the password by a link for", isSubjectSaid: true },
  "user.updated": { verb: "edited the user", isSubjectSaid: true },
  "user.role-changed": { verb: "changed the role of", isSubjectSaid: true },
  "user.deactivated": { verb: "deactivated the user", isSubjectSaid: true },
  "user.reactivated": { verb: "reactivated the user", isSubjectSaid: true },
  "user.two-step-set-up": { verb: "set up two-step sign-in for", isSubjectSaid: true },
  "user.two-step-turned-off": { verb: "turned off two-step sign-in for", isSubjectSaid: true },
  "user.two-step-reset": { verb: "reset two-step sign-in of", isSubjectSaid: true },
  "user.recovery-codes-renewed": { verb: "made new recovery codes for", isSubjectSaid: true },
  "user.recovery-code-used": { verb: "used a recovery code of", isSubjectSaid: true },
  "session.ended": { verb: "ended the", isSubjectSaid: true },
  "session.refresh-token-reused": { verb: "used a refresh token twice of the", isSubjectSaid: true },
  "api-token.created": { verb: "made the API token", isSubjectSaid: true },
  "api-token.revoked": { verb: "revoked the API token", isSubjectSaid: true },
  "permission.refused": { verb: "was refused", isSubjectSaid: true },
  "settings.read": { verb: "read the settings", isSubjectSaid: false },
  "settings.updated": { verb: "changed the settings", isSubjectSaid: false },
};

const isRefusal = (action: string) => /failed|refused/.test(action);

type Props = {
  event: Pick<HistoryItem, "action" | "subject">;
  /** What stands for the subject where its name would not do, such as a link to it. */
  children?: ReactNode;
};

/** What the actor did, as the end of a sentence that begins with the actor: "registered db-fra-p003". */
export function Sentence({ event: { action, subject }, children = subject.label }: Props) {
  const pastTense = action.slice(action.indexOf(".") + 1).replaceAll("-", " ");
  const { verb, isSubjectSaid } = phrases[action] ?? { verb: pastTense, isSubjectSaid: true };
  return (
    <>
      {isRefusal(action) && <IconBan size={14} className={classes.refusal} aria-hidden />}
      {verb}
      {isSubjectSaid && <strong className={classes.subject}> {children}</strong>}
    </>
  );
}
