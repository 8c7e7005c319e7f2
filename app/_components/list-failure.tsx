"use client";

import { Button } from "@mantine/core";
import { problemOf } from "@/app/_lib/problem";
import classes from "./empty-list.module.css";
import { ProblemNotice } from "./problem-notice";

type Props = { error: unknown; retry: () => unknown; restart: () => unknown };

/** What stands where a list could not be fetched. A place in it that can no longer be found leads back to its beginning. */
export function ListFailure({ error, retry, restart }: Props) {
  const problem = problemOf(error);
  const isLost = problem.code === "malformed";
  return (
    <div className={classes.failure}>
      <ProblemNotice problem={problem}>
        <Button variant="default" onClick={isLost ? restart : retry} mt={8}>
          {isLost ? "Go to the beginning" : "Try again"}
        </Button>
      </ProblemNotice>
    </div>
  );
}
