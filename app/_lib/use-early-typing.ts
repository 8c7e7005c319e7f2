import type { UseFormReturnType } from "@mantine/form";
import { useEffect, useEffectEvent } from "react";

/** Takes what was typed into a form before its program ran. The page is there earlier, and who types fast would lose letters. */
export function useEarlyTyping<Values extends Record<string, unknown>>(form: UseFormReturnType<Values>): void {
  const takeOver = useEffectEvent(() => {
    for (const [name, value] of Object.entries(form.getValues())) {
      const node: unknown = form.getInputNode(name);
      const isField = node instanceof HTMLInputElement || node instanceof HTMLSelectElement;
      // Where the form leaves the values to the page, making the field anew would take the keyboard from it.
      if (isField && node.value !== value) form.setFieldValue(name, node.value as never, { forceUpdate: false });
    }
  });
  useEffect(() => takeOver(), []);
}
