import { Notice } from "@/app/_components/notice";

/** Tells of a host that somebody deleted while it was looked at. */
export function HostGone() {
  return (
    <Notice tone="warning" title="This host was deleted">
      What stands here is how it was when this page last saw it.
    </Notice>
  );
}
