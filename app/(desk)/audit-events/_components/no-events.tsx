import { Button } from "@mantine/core";
import { EmptyList } from "@/app/_components/empty-list";

/** A log is never empty, so where nothing shows it is the filter. */
export function NoEvents({ clear }: { clear: () => void }) {
  return (
    <EmptyList title="No event matches" actions={<Button onClick={clear}>Show all events</Button>}>
      Nothing in the log fits all of these filters.
    </EmptyList>
  );
}
