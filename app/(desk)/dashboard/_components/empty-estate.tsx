import { EmptyList } from "@/app/_components/empty-list";
import { useCan } from "@/app/(desk)/_components/profile";
import { HostActions } from "@/app/(desk)/hosts/_components/host-actions";

/** A desk without hosts, and what to do first. */
export function EmptyEstate() {
  const canWrite = useCan("hosts.write");
  return (
    <EmptyList title="No hosts yet" actions={<HostActions />}>
      {canWrite
        ? "Import a CSV file of what you run, or register the first host by hand. Then its numbers stand here."
        : "When operators or admins have registered hosts, their numbers stand here."}
    </EmptyList>
  );
}
