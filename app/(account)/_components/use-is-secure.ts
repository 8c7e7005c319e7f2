import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether the browser finds the connection safe enough to keep a secure cookie. The server, which cannot know, says yes. */
export function useIsSecure(): boolean {
  return useSyncExternalStore(
    never,
    () => window.isSecureContext,
    () => true,
  );
}
