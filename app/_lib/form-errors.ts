import type { UseFormReturnType } from "@mantine/form";
import type { Problem } from "./problem";

/** The errors of a refused input that belong to fields of a form, by field; that of `tags.2` belongs to `tags`. */
export function formErrorsOf({ errors }: Problem, fields: object): Record<string, string> {
  const entries = errors.map(({ path, message }) => [path.split(".", 1)[0] ?? "", message] as const);
  return Object.fromEntries(entries.filter(([field]) => field in fields).reverse());
}

/** Leads the keyboard to the first field that has an error, in the order of the form's values. */
export function focusFirstInvalid<Values extends object>(form: UseFormReturnType<Values>, errors: object): void {
  const field = Object.keys(form.getValues()).find((name) => name in errors);
  if (field !== undefined) form.getInputNode(field)?.focus();
}
