"use client";

import { Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { Dialog } from "@/app/_components/dialog";
import dialog from "@/app/_components/dialog.module.css";
import { useLeaveQuestions } from "./use-leave-questions";

type Go = () => void;
type Guard = { leave: (go: Go) => void; setUnsaved: (isUnsaved: boolean) => void };

const GuardContext = createContext<Guard>({ leave: (go) => go(), setUnsaved: () => {} });

/** Asks before something is left that was typed and not saved, whichever way leads away: a link, a key, Back, or the browser. */
export function LeaveGuard({ children }: { children: ReactNode }) {
  const isUnsaved = useRef(false);
  const [wanted, setWanted] = useState<Go>();
  const guard = useMemo<Guard>(
    () => ({
      leave: (go) => (isUnsaved.current ? setWanted(() => go) : go()),
      setUnsaved: (is) => {
        isUnsaved.current = is;
      },
    }),
    [],
  );
  useLeaveQuestions(isUnsaved, guard.leave);
  const goOn = (close: () => void) => {
    isUnsaved.current = false;
    close();
    wanted?.();
  };
  return (
    <GuardContext value={guard}>
      {children}
      {wanted && (
        <Dialog title="Leave without saving?" onClose={() => setWanted(undefined)}>
          {(close) => (
            <div className={dialog.body}>
              <p>What you typed is not saved, and would be lost.</p>
              <div className={dialog.actions}>
                <Button variant="default" onClick={() => goOn(close)}>
                  Leave without saving
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

/** Says that the page holds something that was typed and not saved. */
export function useUnsaved(isUnsaved: boolean): void {
  const { setUnsaved } = useContext(GuardContext);
  useEffect(() => {
    setUnsaved(isUnsaved);
    return () => setUnsaved(false);
  }, [isUnsaved, setUnsaved]);
}
