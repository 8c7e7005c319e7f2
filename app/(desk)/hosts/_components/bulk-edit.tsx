"use client";

import { useMutation } from "@tanstack/react-query";
import { useApiClient } from "@/app/_components/api-provider";
import { Dialog } from "@/app/_components/dialog";
import { problemOf } from "@/app/_lib/problem";
import { useIdempotencyKey } from "@/app/_lib/use-idempotency-key";
import type { EditHosts, Host } from "@/server/domain/hosts/schema";
import { BulkForm } from "./bulk-form";
import { hostsText } from "./bulk-preview";
import { BulkResult } from "./bulk-result";

type Props = {
  hosts: readonly Host[];
  purpose: "edit" | "retire";
  /** Told which hosts are about to be changed. */
  expectOwn: (ids: readonly string[]) => void;
  /** Told of hosts that were read again, and of those that are gone. */
  onRead: (newer: readonly Host[], gone: readonly Pick<Host, "id">[]) => void;
  onChanged: () => void;
  onClose: (isDone: boolean) => void;
};

/** Changes several hosts at once: says what will change, does it, and says what was done. All of it or nothing. */
export function BulkEdit({ hosts: selected, purpose, expectOwn, onRead, onChanged, onClose }: Props) {
  const client = useApiClient();
  const idempotencyKeyFor = useIdempotencyKey();
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: (input: EditHosts) => {
      expectOwn(input.hosts.map(({ id }) => id));
      return client.hosts.editMany.mutate(input, { context: { idempotencyKey: idempotencyKeyFor(input) } });
    },
    onSuccess: onChanged,
  });
  const title = `${purpose === "retire" ? "Retire" : "Edit"} ${hostsText(selected.length)}`;
  return (
    <Dialog title={title} isWide onClose={() => onClose(data !== undefined)}>
      {(close) =>
        data ? (
          <BulkResult result={data} close={close} />
        ) : (
          <BulkForm
            hosts={selected}
            purpose={purpose}
            run={mutate}
            isPending={isPending}
            problem={error ? problemOf(error) : undefined}
            readAgain={(newer, gone) => {
              onRead(newer, gone);
              reset();
            }}
            close={close}
          />
        )
      }
    </Dialog>
  );
}
