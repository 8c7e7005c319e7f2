import type { Host } from "@/server/domain/hosts/schema";

/** The connection methods in words. */
export const connectionNames: Record<Host["connectionMethod"], string> = {
  direct_ssh: "direct SSH",
  bastion_ssh: "through a bastion",
  teleport: "Teleport",
};
