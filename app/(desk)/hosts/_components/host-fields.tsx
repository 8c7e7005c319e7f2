import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { Panel } from "@/app/_components/panel";
import { hostFields } from "@/server/domain/hosts/schema";
import { connectionNames } from "./connection-names";
import classes from "./host-form.module.css";
import type { HostValues } from "./host-values";

const { os, environment, criticality, status, connectionMethod } = hostFields.shape;
const unchosen = { value: "", label: "Choose…" };

/** The fields of a host, in the order in which people know them. The first four are required; a new host has none chosen. */
export function HostFields({ form, isNew }: { form: UseFormReturnType<HostValues>; isNew: boolean }) {
  const field = (name: keyof HostValues) => form.getInputProps(name);
  const choices = (options: readonly string[]) => (isNew ? [unchosen, ...options] : [...options]);
  return (
    <>
      <Panel title="Which machine">
        <div className={classes.fields}>
          <TextInput label="Hostname" required autoFocus {...spelled} {...field("hostname")} />
          <TextInput label="IP address" required {...spelled} {...field("ip")} />
          <NativeSelect label="Environment" required data={choices(environment.options)} {...field("environment")} />
          <NativeSelect label="Operating system" required data={choices(os.options)} {...field("os")} />
          <TextInput label="FQDN" {...spelled} {...field("fqdn")} />
        </div>
      </Panel>
      <Panel title="What it means">
        <div className={classes.fields}>
          <NativeSelect label="Criticality" data={criticality.options} {...field("criticality")} />
          <NativeSelect label="Status" data={status.options} {...field("status")} />
          <TextInput label="Team" {...field("team")} />
          <TextInput label="Owner" {...field("owner")} />
          <TextInput label="Tags" description="Separated by spaces." {...spelled} {...field("tags")} />
          <Textarea label="Notes" autosize={false} rows={3} className={classes.wide} {...field("notes")} />
        </div>
      </Panel>
      <Panel title="How to get in" note="OpsDesk never connects to a host; it prints the command.">
        <div className={classes.fields}>
          <NativeSelect label="Connection" data={connections} {...field("connectionMethod")} />
          <TextInput label="SSH user" {...spelled} {...field("sshUser")} />
          <TextInput label="SSH port" inputMode="numeric" {...field("sshPort")} />
          <TextInput label="Bastion host" {...spelled} {...field("bastionHost")} />
          <TextInput label="Bastion port" inputMode="numeric" {...field("bastionPort")} />
          <TextInput
            label="SSH template"
            description="Empty for the usual command."
            {...spelled}
            {...field("sshTemplate")}
          />
        </div>
      </Panel>
    </>
  );
}

const connections = connectionMethod.options.map((value) => ({ value, label: connectionNames[value] }));

/** Names and addresses are not words. */
const spelled = { spellCheck: false, autoCapitalize: "none", autoCorrect: "off", autoComplete: "off" };
