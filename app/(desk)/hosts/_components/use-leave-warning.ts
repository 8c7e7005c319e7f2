import { useWindowEvent } from "@mantine/hooks";

/** Asks before the browser leaves the page, while something runs that would be lost with it. */
export function useLeaveWarning(isRunning: boolean): void {
  useWindowEvent("beforeunload", (event) => {
    if (isRunning) event.preventDefault();
  });
}
