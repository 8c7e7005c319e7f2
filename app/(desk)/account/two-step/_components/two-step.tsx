"use client";

import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "@/app/_components/api-provider";
import { Notice } from "@/app/_components/notice";
import { PageHeader } from "@/app/_components/page-header";
import { useProfile } from "@/app/(desk)/_components/profile";
import page from "@/app/(desk)/account/_components/account-page.module.css";
import type { AuthenticatorSecret } from "@/server/domain/two-step/schema";
import { ConfirmAuthenticator } from "./confirm-authenticator";
import { RecoveryCodes } from "./recovery-codes";
import { TwoStepState } from "./two-step-state";

/** What is shown in place of the state: a set-up that is under way, or codes that are shown once. */
type Step = { name: "state" } | { name: "confirm"; secret: AuthenticatorSecret } | { name: "codes"; codes: string[] };

/** Two-step sign-in of one's own: set up, turned off, recovery codes. */
export function TwoStep({ nextPath }: { nextPath: string }) {
  const api = useApi();
  const queryClient = useQueryClient();
  const { data: state } = useSuspenseQuery(api.twoStep.state.queryOptions());
  const { duty } = useProfile();
  const [step, setStep] = useState<Step>({ name: "state" });
  const isDue = duty === "set-up-two-step" && !state.isOn;
  const renewed = () => queryClient.invalidateQueries(api.twoStep.pathFilter());
  const showCodes = (codes: string[]) => {
    setStep({ name: "codes", codes });
    void renewed();
  };
  return (
    <>
      <PageHeader title="Two-step sign-in" note={state.isOn ? "on" : "off"} />
      <div className={page.body}>
        {isDue && (
          <Notice tone="warning" title="Your role requires two-step sign-in">
            Set it up to go on. You need a phone or a program that shows codes for it.
          </Notice>
        )}
        {step.name === "state" && (
          <TwoStepState
            state={state}
            onBegun={(secret) => setStep({ name: "confirm", secret })}
            onCodes={showCodes}
            onTurnedOff={renewed}
          />
        )}
        {step.name === "confirm" && (
          <ConfirmAuthenticator
            secret={step.secret}
            onConfirmed={showCodes}
            cancel={() => setStep({ name: "state" })}
          />
        )}
        {step.name === "codes" && (
          <RecoveryCodes
            codes={step.codes}
            // A whole load where it was a duty, because the desk around this page does not know yet that it is done.
            done={() => (duty ? window.location.assign(nextPath) : setStep({ name: "state" }))}
          />
        )}
      </div>
    </>
  );
}
