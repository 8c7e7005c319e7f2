import { type SetValues, type UseQueryStatesKeysMap, useQueryStates } from "nuqs";

/** State that lives in the URL. Each change is a step that the browser's Back takes back, unless its options say otherwise. */
export function useUrlState<Parsers extends UseQueryStatesKeysMap>(parsers: Parsers) {
  const [state, setState] = useQueryStates(parsers, { history: "push" });
  const change = (...update: Parameters<SetValues<Parsers>>): void => {
    void setState(...update);
  };
  return [state, change] as const;
}
