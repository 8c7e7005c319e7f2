"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import { signInPath } from "@/app/_lib/local-path";
import { problemOf } from "@/app/_lib/problem";
import { makeQueryClient } from "@/app/_lib/query-client";
import { isSigningOut } from "@/app/_lib/session";
import { connectToApi } from "@/app/_lib/trpc";
import type { AppRouter } from "@/server/api/root";

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

/** The API's procedures as options of React Query. */
export const useApi = useTRPC;

/** The API's procedures as plain calls. */
export const useApiClient = useTRPCClient;

/** Whose session has ended signs in again and comes back. */
function signInAgain(error: unknown): void {
  if (problemOf(error).code !== "unauthenticated" || isSigningOut()) return;
  window.location.assign(signInPath(window.location.pathname + window.location.search));
}

export function ApiProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(() => makeQueryClient(signInAgain));
  const [client] = useState(() => connectToApi("", {}));
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
