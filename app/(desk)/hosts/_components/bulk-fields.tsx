"use client";

import { NativeSelect, TextInput } from "@mantine/core";
import classes from "./bulk-edit.module.css";
import type { BulkValues, readValues, TextChange } from "./bulk-values";
import { criticalities, environments, hostStatuses, operatingSystems } from "./choices";

type Props = {
  values: BulkValues;
  errors: ReturnType<typeof readValues>["errors"];
  change: (values: Partial<BulkValues>) => void;
};

const leave = { value: "", label: "Leave as it is" };
const choices = [
  { name: "status", label: "Status", all: hostStatuses },
  { name: "criticality", label: "Criticality", all: criticalities },
  { name: "environment", label: "Environment", all: environments },
  { name: "os", label: "Operating system", all: operatingSystems },
] as const;
const texts = [
  { name: "owner", label: "Owner" },
  { name: "team", label: "Team" },
] as const;
const textChanges = [leave, { value: "set", label: "Set to" }, { value: "clear", label: "Clear" }];

/** The fields that several hosts can be given at once. */
export function BulkFields({ values, errors, change }: Props) {
  return (
    <div className={classes.fields}>
      {choices.map(({ name, label, all }) => (
        <NativeSelect
          key={name}
          label={label}
          data={[leave, ...all]}
          value={values[name]}
          onChange={(event) => change({ [name]: event.currentTarget.value })}
        />
      ))}
      {texts.map(({ name, label }) => (
        <div key={name} className={classes.text}>
          <NativeSelect
            label={label}
            data={textChanges}
            value={values[`${name}Change`]}
            onChange={(event) => change({ [`${name}Change`]: event.currentTarget.value as TextChange })}
          />
          {values[`${name}Change`] === "set" && (
            <TextInput
              aria-label={`New ${name}`}
              value={values[name]}
              onChange={(event) => change({ [name]: event.currentTarget.value })}
              error={errors[name]}
              autoComplete="off"
            />
          )}
        </div>
      ))}
      <TextInput
        label="Add tags"
        description="Separated by spaces."
        value={values.addTags}
        onChange={(event) => change({ addTags: event.currentTarget.value })}
        error={errors.addTags}
        autoComplete="off"
        spellCheck={false}
      />
      <TextInput
        label="Remove tags"
        description="Separated by spaces."
        value={values.removeTags}
        onChange={(event) => change({ removeTags: event.currentTarget.value })}
        error={errors.removeTags}
        autoComplete="off"
        spellCheck={false}
      />
    </div>
  );
}
