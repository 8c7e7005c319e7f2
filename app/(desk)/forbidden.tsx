"use client";

import { LinkButton } from "@/app/_components/link-button";
import { MessagePage } from "@/app/_components/message-page";
import { useProfile } from "./_components/profile";

export default function Forbidden() {
  const { role } = useProfile();
  return (
    <MessagePage title="Your role may not see this" actions={<LinkButton href="/hosts">Go to the hosts</LinkButton>}>
      <p>You are signed in as {role}. An admin can give you another role.</p>
    </MessagePage>
  );
}
