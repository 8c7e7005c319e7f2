import { useRouter } from "next/navigation";
import { type RefObject, useEffect } from "react";

/**
 * Stops links, the browser's Back and the closing of the tab while something is unsaved, until somebody has answered.
 * Plain listeners, because Next may leave the page while it renders, when no effect event may be called.
 */
export function useLeaveQuestions(unsaved: RefObject<unknown>, leave: (go: () => void) => void): void {
  const router = useRouter();
  useEffect(() => {
    const stopping = new AbortController();
    const { signal } = stopping;
    const onClick = (event: MouseEvent) => {
      const path = unsaved.current !== undefined ? pathLeadingAway(event) : undefined;
      if (path === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      leave(() => router.push(path));
    };
    const onNavigate = (event: NavigateEvent) => {
      if (unsaved.current === undefined || event.navigationType !== "traverse" || !event.cancelable) return;
      event.preventDefault();
      leave(() => void navigation.traverseTo(event.destination.key));
    };
    const onUnload = (event: BeforeUnloadEvent) => unsaved.current !== undefined && event.preventDefault();
    document.addEventListener("click", onClick, { capture: true, signal });
    window.addEventListener("beforeunload", onUnload, { signal });
    // Older browsers cannot be stopped from going back.
    if ("navigation" in window) navigation.addEventListener("navigate", onNavigate, { signal });
    return () => stopping.abort();
  }, [unsaved, leave, router]);
}

/** Where a click leads in this tab, unless it stays on the page. */
function pathLeadingAway({ target, button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): string | undefined {
  const link = target instanceof Element ? target.closest("a") : null;
  if (!link || button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return undefined;
  const { origin, pathname, search, hash, target: frame } = link;
  const isHere = pathname === location.pathname && search === location.search && hash !== "";
  return origin !== location.origin || frame === "_blank" || isHere ? undefined : pathname + search + hash;
}
