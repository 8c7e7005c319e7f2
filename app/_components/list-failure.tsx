"use client";

import { Button } from "@mantine/core";
import { problemOf } from "@/app/_lib/problem";
import classes from "./empty-list.module.css";
import { ProblemNotice } from "./problem-notice";

type Props = { error: unknown; retry: () => unknown; restart: () => unknown; clear?: () => unknown };

/**
 * What stands where a list could not be fetched. A place in it that can no longer be found leads back to its beginning, and a
 * filter that cannot be read is named.
 */
export function ListFailure({ error, retry, restart, clear }: Props) {
  const problem = problemOf(error);
  const ways = {
    malformed: { label: "Go to the beginning", go: restart },
    invalid: clear && { label: "Clear the filters", go: clear },
  };
  const way = ways[problem.code as keyof typeof ways] ?? { label: "Try again", go: retry };
  return (
    <div className={classes.failure}>
      <ProblemNotice problem={problem}>
        {problem.errors.map(({ path, message }) => (
          <p key={path}>
            {path}: {message}
          </p>
        ))}
        <Button variant="default" onClick={way.go} mt={8}>
          {way.label}
        </Button>
      </ProblemNotice>
    </div>
  );
}
