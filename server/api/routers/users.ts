import { procedure, router } from "@/server/api/trpc";
import { getProfile } from "@/server/domain/users/queries";

export const users = router({
  profile: procedure("profile.read").query(({ ctx }) => getProfile(ctx)),
});
