"use client";

import { Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { Dialog } from "@/app/_components/dialog";
import dialog from "@/app/_components/dialog.module.css";
import { useLeaveQuestions } from "./use-leave-questions";

type Go = () => void;
type Question = { title: string; text: string; leave: string };
type Guard = { leave: (go: Go) => void; setUnsaved: (question: Question | undefined) => void };

const ofTyping: Question = {
  title: "Leave without saving?",
  text: "What you typed is not saved, and would be lost.",
  leave: "Leave without saving",
};

const GuardContext = createContext<Guard>({ leave: (go) => go(), setUnsaved: () => {} });

/** Asks before something is left that would be lost, such as what was typed, whichever way leads away: a link, a key, Back, or the browser. */
export function LeaveGuard({ children }: { children: ReactNode }) {
  const unsaved = useRef<Question>(undefined);
  const [wanted, setWanted] = useState<{ go: Go; question: Question }>();
  const guard = useMemo<Guard>(
    () => ({
      leave: (go) => (unsaved.current ? setWanted({ go, question: unsaved.current }) : go()),
      setUnsaved: (question) => {
        unsaved.current = question;
      },
    }),
    [],
  );
  useLeaveQuestions(unsaved, guard.leave);
  const goOn = (close: () => void) => {
    unsaved.current = undefined;
    close();
    wanted?.go();
  };
  return (
    <GuardContext value={guard}>
      {children}
      {wanted && (
        <Dialog title={wanted.question.title} onClose={() => setWanted(undefined)}>
          {(close) => (
            <div className={dialog.body}>
              <p>{wanted.question.text}</p>
              <div className={dialog.actions}>
                <Button variant="default" onClick={() => goOn(close)}>
                  {wanted.question.leave}
                </Button>
                <Button onClick={close} autoFocus>
                  Stay here
                </Button>
              </div>
            </div>
          )}
        </Dialog>
      )}
    </GuardContext>
  );
}

/** Does something that leaves the page, after asking where something unsaved would be lost. */
export const useLeave = () => useContext(GuardContext).leave;

/** Goes to another page of the desk, after asking where something unsaved would be lost. */
export function useNavigate(): (href: string) => void {
  const router = useRouter();
  const leave = useLeave();
  return useCallback((href) => leave(() => router.push(href)), [leave, router]);
}

/** Says that the page holds something that would be lost: what was typed and not saved, unless the question is another. */
export function useUnsaved(isUnsaved: boolean, question = ofTyping): void {
  const { setUnsaved } = useContext(GuardContext);
  useEffect(() => {
    setUnsaved(isUnsaved ? question : undefined);
    return () => setUnsaved(undefined);
  }, [isUnsaved, question, setUnsaved]);
}
