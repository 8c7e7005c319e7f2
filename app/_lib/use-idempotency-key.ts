import { useRef } from "react";

/**
 * Keys for the changes that one form sends: the same for the same input, so that a double click or a repetition after a lost
 * answer changes once, and a new one for another input.
 */
export function useIdempotencyKey(): (input: unknown) => string {
  const last = useRef<{ body: string; key: string }>(undefined);
  return (input) => {
    const body = JSON.stringify(input);
    if (last.current?.body !== body) last.current = { body, key: crypto.randomUUID() };
    return last.current.key;
  };
}
