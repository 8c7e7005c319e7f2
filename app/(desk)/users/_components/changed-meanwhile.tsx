"use client";

import { Button } from "@mantine/core";
import { ProblemNotice } from "@/app/_components/problem-notice";
import type { Problem } from "@/app/_lib/problem";
import type { User } from "@/server/domain/users/schema";

type Props = {
  problem: Problem;
  /** The user as it is now. */
  user: User;
  takeOver: () => void;
};

/** Tells of an edit that came too late, with both ways out: what stands now, or what was typed. */
export function ChangedMeanwhile({ problem, user, takeOver }: Props) {
  return (
    <ProblemNotice problem={problem}>
      <p>
        Now the name is <strong>{user.name}</strong> and the role <strong>{user.role}</strong>. What you typed still
        stands below: save once more to write it over this.
      </p>
      <Button variant="default" onClick={takeOver} mt={8}>
        Take what stands now
      </Button>
    </ProblemNotice>
  );
}
