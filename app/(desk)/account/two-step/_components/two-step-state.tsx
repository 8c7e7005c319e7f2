"use client";

import { Entry, EntryList } from "@/app/_components/entry-list";
import { Panel } from "@/app/_components/panel";
import { StateMark } from "@/app/_components/state-mark";
import { exactTime } from "@/app/_lib/time";
import type { AuthenticatorSecret, TwoStepState as State } from "@/server/domain/two-step/schema";
import { PasswordButton } from "./password-button";
import { begin, renewRecoveryCodes, turnOff } from "./two-step-requests";

type Props = {
  state: State;
  onBegun: (secret: AuthenticatorSecret) => void;
  onCodes: (codes: string[]) => void;
  onTurnedOff: () => unknown;
};

/** Whether one signs in in two steps, and what can be done about it. Each change asks for the password. */
export function TwoStepState({ state, onBegun, onCodes, onTurnedOff }: Props) {
  return (
    <Panel title="Authenticator">
      <EntryList label="Two-step sign-in">
        {state.isOn ? <IsOn state={state} onTurnedOff={onTurnedOff} /> : <IsOff onBegun={onBegun} />}
        {state.isOn && <RecoveryCodesLeft count={state.recoveryCodesLeft} onCodes={onCodes} />}
      </EntryList>
    </Panel>
  );
}

function IsOff({ onBegun }: Pick<Props, "onBegun">) {
  const setUp = (
    <PasswordButton
      label="Set up…"
      title="Set up two-step sign-in"
      submitLabel="Go on"
      variant="filled"
      send={begin}
      onDone={onBegun}
    />
  );
  return (
    <Entry name="Off" actions={setUp}>
      <li>With it, a password alone is not enough: signing in asks for a code of your phone too.</li>
    </Entry>
  );
}

function IsOn({ state, onTurnedOff }: Pick<Props, "state" | "onTurnedOff">) {
  const turnsOff = (
    <PasswordButton
      label="Turn off…"
      title="Turn off two-step sign-in?"
      submitLabel="Turn off"
      send={turnOff}
      onDone={onTurnedOff}
    >
      The password alone then signs in. The authenticator and the recovery codes stop working.
    </PasswordButton>
  );
  const on = (
    <StateMark shape="dot" tone="proven">
      On
    </StateMark>
  );
  return (
    <Entry name={on} actions={!state.isRequired && turnsOff}>
      {state.confirmedAt !== null && <li>set up {exactTime(state.confirmedAt)}</li>}
      {state.isRequired && <li>your role requires it</li>}
    </Entry>
  );
}

function RecoveryCodesLeft({ count, onCodes }: Pick<Props, "onCodes"> & { count: number }) {
  const newCodes = (
    <PasswordButton
      label="New codes…"
      title="Make new recovery codes?"
      submitLabel="Make new codes"
      send={renewRecoveryCodes}
      onDone={({ codes }) => onCodes(codes)}
    >
      The codes of before stop working.
    </PasswordButton>
  );
  const noneLeft = count === 0 && (
    <StateMark shape="struck" tone="warning">
      none left
    </StateMark>
  );
  return (
    <Entry name="Recovery codes" marks={noneLeft} actions={newCodes}>
      <li>{count} left, each signs in once without the authenticator</li>
    </Entry>
  );
}
