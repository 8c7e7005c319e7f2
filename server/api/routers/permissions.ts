import { procedure, router } from "@/server/api/trpc";
import { permissions as table } from "@/server/domain/permissions";

export const permissions = router({
  list: procedure("permissions.read").query((): Record<string, readonly string[]> => table),
});
