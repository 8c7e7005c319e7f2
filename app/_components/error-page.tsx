"use client";

import { Button } from "@mantine/core";
import { failureOf } from "@/app/_lib/failure";
import { MessagePage } from "./message-page";
import { RequestId } from "./request-id";

type Props = { error: unknown; retry: () => void };

/** What stands in place of a page that failed: why, the id to ask with, and another try. */
export function ErrorPage({ error, retry }: Props) {
  const { title, text, requestId } = failureOf(error);
  const actions = (
    <>
      <Button onClick={retry}>Try again</Button>
      {/* A whole load on purpose: what failed may be the page's own program. */}
      <Button component="a" href="/hosts" variant="default">
        Go to the hosts
      </Button>
    </>
  );
  return (
    <MessagePage title={title} actions={actions}>
      <p>{text}</p>
      {requestId && <RequestId id={requestId} />}
    </MessagePage>
  );
}
