"use client";

import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { ShownOnce } from "@/app/_components/shown-once";
import { downloadText } from "@/app/_lib/download-text";
import { useProfile } from "@/app/(desk)/_components/profile";

/** The recovery codes, this one time. */
export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const { email } = useProfile();
  const text = codes.join("\n");
  const file = `Recovery codes of ${email} for ${window.location.origin}\nEach signs in once, in place of an authentication code.\n\n${text}\n`;
  const actions = (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={15} aria-hidden />}
        onClick={() => downloadText("opsdesk-recovery-codes.txt", file)}
      >
        Download
      </Button>
      <Button onClick={done}>I have kept them</Button>
    </>
  );
  return (
    <ShownOnce title="Recovery codes" value={text} copyLabel="Copy codes" actions={actions}>
      Two-step sign-in is on. Keep these where you find them without your phone: each signs in once, in place of an
      authentication code.
    </ShownOnce>
  );
}
