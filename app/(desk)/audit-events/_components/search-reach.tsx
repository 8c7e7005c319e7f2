import { Button } from "@mantine/core";
import { numbers } from "@/server/domain/numbers";
import classes from "./search-reach.module.css";

/** Before anything that a desk has kept. */
const beginning = "2000-01-01T00:00:00.000Z";

/** Says how far back a text is looked for, and leads further. */
export function SearchReach({ search }: { search: (range: { from: string }) => void }) {
  return (
    <p className={classes.reach}>
      Searched: the last {numbers.audit.textSearchDays} days.
      <Button
        variant="subtle"
        size="compact-sm"
        className={classes.further}
        onClick={() => search({ from: beginning })}
      >
        Search the whole log
      </Button>
    </p>
  );
}
