import { Button } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconPencil, IconTrash } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Key } from "@/app/_components/key";
import { LinkButton } from "@/app/_components/link-button";
import { useCan } from "@/app/(desk)/_components/profile";
import type { ListState } from "@/app/(desk)/hosts/_components/list-state";
import type { Host } from "@/server/domain/hosts/schema";
import { editButtonId } from "./edit-button-id";
import type { HostQuestion } from "./host-question";
import classes from "./host-tools.module.css";

const Question = dynamic(() => import("./host-question").then(({ HostQuestion }) => HostQuestion));

type Props = { host: Host; state: ListState; edit: (() => void) | undefined };

/** What can be done with a host, by those who may. What is final or seldom asks first. */
export function HostTools({ host, state, edit }: Props) {
  const canWrite = useCan("hosts.write");
  const canReadAudit = useCan("audit-events.read");
  const [asked, setAsked] = useState<Parameters<typeof HostQuestion>[0]["kind"]>();
  const isRetired = host.status === "retired";
  return (
    <>
      {canReadAudit && (
        <LinkButton href={`/audit-events?subjectType=host&subjectId=${host.id}`} className={classes.audit}>
          Audit events
        </LinkButton>
      )}
      {canWrite && (
        <>
          <Button
            variant="default"
            aria-haspopup="dialog"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => setAsked("delete")}
          >
            Delete…
          </Button>
          <Button
            variant="default"
            aria-haspopup="dialog"
            leftSection={isRetired ? <IconArchiveOff size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />}
            onClick={() => setAsked(isRetired ? "bringBack" : "retire")}
          >
            {isRetired ? "Bring back…" : "Retire…"}
          </Button>
          <Button
            id={editButtonId}
            disabled={edit === undefined}
            leftSection={<IconPencil size={16} aria-hidden />}
            rightSection={<Key>e</Key>}
            onClick={edit}
          >
            Edit
          </Button>
        </>
      )}
      {asked && <Question kind={asked} host={host} state={state} close={() => setAsked(undefined)} />}
    </>
  );
}
