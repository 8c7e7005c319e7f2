import { LinkButton } from "./link-button";
import { MessagePage } from "./message-page";

export function NotFoundPage() {
  return (
    <MessagePage title="There is nothing here" actions={<LinkButton href="/hosts">Go to the hosts</LinkButton>}>
      <p>The address is wrong, or what stood here is gone.</p>
    </MessagePage>
  );
}
