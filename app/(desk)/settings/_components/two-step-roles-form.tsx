"use client";

import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi, useApiClient } from "@/app/_components/api-provider";
import { CheckList } from "@/app/_components/check-list";
import { Panel } from "@/app/_components/panel";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { dutyPath } from "@/app/_lib/duty";
import { problemOf } from "@/app/_lib/problem";
import { useCan } from "@/app/(desk)/_components/profile";
import { type Settings, settings as schema } from "@/server/domain/settings/schema";
import classes from "./settings-page.module.css";

const choices = schema.shape.twoStepRoles.element.options.map((role) => ({ value: role, label: role }));

/** For whom a password alone is not enough. Who is concerned and has set up nothing is led there, the admin who saves too. */
export function TwoStepRolesForm({ settings }: { settings: Settings }) {
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const canWrite = useCan("settings.write");
  const [chosen, setChosen] = useState<Settings["twoStepRoles"]>();
  const roles = chosen ?? settings.twoStepRoles;
  const { mutate, isPending, isSuccess, error, reset } = useMutation({
    mutationFn: () => client.settings.edit.mutate({ version: settings.version, changes: { twoStepRoles: roles } }),
    onSuccess: async (saved) => {
      queryClient.setQueryData(api.settings.get.queryKey(), saved);
      setChosen(undefined);
      const { duty } = await client.users.profile.query();
      if (duty) window.location.assign(dutyPath(duty, "/settings"));
    },
  });
  const problem = error && problemOf(error);
  const takeOver = async () => {
    await queryClient.invalidateQueries(api.settings.pathFilter());
    setChosen(undefined);
    reset();
  };
  return (
    <Panel title="Signing in" note={isSuccess && !chosen && <span role="status">Saved.</span>}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        {problem && (
          <ProblemNotice problem={problem}>
            {problem.code === "stale" && (
              <Button variant="default" mt={8} onClick={() => void takeOver()}>
                Show what stands now
              </Button>
            )}
          </ProblemNotice>
        )}
        <CheckList
          label="Two-step sign-in is required for"
          description="Users with these roles set it up before they can do anything else, also those who are signed in now."
          choices={choices}
          values={roles}
          onChange={setChosen}
          isDisabled={!canWrite}
        />
        {canWrite && (
          <div className={classes.actions}>
            <Button type="submit" loading={isPending} disabled={!chosen}>
              Save
            </Button>
          </div>
        )}
      </form>
    </Panel>
  );
}
