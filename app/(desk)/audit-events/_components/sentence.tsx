import { IconBan } from "@tabler/icons-react";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import classes from "./sentence.module.css";

/** Where the action's own past tense is no sentence: what people would say, and whether with the subject. */
const phrases: Record<string, { verb: string; isSubjectSaid: boolean }> = {
  "host.updated": { verb: "edited", isSubjectSaid: true },
  "user.created": { verb: "created the user", isSubjectSaid: true },
  "user.signed-in": { verb: "signed in", isSubjectSaid: false },
  "user.signed-out": { verb: "signed out", isSubjectSaid: false },
  "user.sign-in-failed": { verb: "failed to sign in as", isSubjectSaid: true },
  "user.password-changed": { verb: "changed the password of", isSubjectSaid: true },
};

const isRefusal = (action: string) => /failed|refused/.test(action);

/** What the actor did, as the end of a sentence that begins with the actor: "registered db-fra-p003". */
export function Sentence({ event: { action, subject } }: { event: AuditEventItem }) {
  const pastTense = action.slice(action.indexOf(".") + 1).replaceAll("-", " ");
  const { verb, isSubjectSaid } = phrases[action] ?? { verb: pastTense, isSubjectSaid: true };
  return (
    <>
      {isRefusal(action) && <IconBan size={14} className={classes.refusal} aria-hidden />}
      {verb}
      {isSubjectSaid && <strong className={classes.subject}> {subject.label}</strong>}
    </>
  );
}
