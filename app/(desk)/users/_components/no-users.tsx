import { Button } from "@mantine/core";
import { EmptyList } from "@/app/_components/empty-list";

/** There is always one user, who reads this, so where nothing shows it is the search or a filter. */
export function NoUsers({ showAll }: { showAll: () => void }) {
  return (
    <EmptyList title="No user matches" actions={<Button onClick={showAll}>Show all users</Button>}>
      The search looks at names and e-mail addresses. Role and status narrow it down further.
    </EmptyList>
  );
}
