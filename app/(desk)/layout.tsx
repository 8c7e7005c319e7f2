import { NuqsAdapter } from "nuqs/adapters/next/app";
import { ApiProvider } from "@/app/_components/api-provider";
import { ClockProvider } from "@/app/_components/clock";
import { signedIn } from "@/app/_lib/signed-in";
import { DeskDialogs } from "./_components/desk-dialogs";
import { LeaveGuard } from "./_components/leave-guard";
import { LiveProvider } from "./_components/live-provider";
import { ProfileProvider } from "./_components/profile";
import { Shell } from "./_components/shell";

/** The desk of whoever is signed in: what all its pages stand in. */
export default async function DeskLayout({ children }: { children: React.ReactNode }) {
  const profile = await signedIn();
  return (
    <ApiProvider>
      <NuqsAdapter>
        <ClockProvider startsAt={Date.now()}>
          <ProfileProvider profile={profile}>
            <LiveProvider>
              <LeaveGuard>
                <DeskDialogs>
                  <Shell>{children}</Shell>
                </DeskDialogs>
              </LeaveGuard>
            </LiveProvider>
          </ProfileProvider>
        </ClockProvider>
      </NuqsAdapter>
    </ApiProvider>
  );
}
