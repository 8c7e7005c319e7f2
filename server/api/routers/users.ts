import { procedure, router, versionedProcedure } from "@/server/api/trpc";
import { resetTwoStep } from "@/server/domain/two-step/mutations";
import {
  createPasswordLink,
  createUser,
  deactivateUser,
  editUser,
  reactivateUser,
} from "@/server/domain/users/mutations";
import { countUsers, getProfile, getUser, listUsers } from "@/server/domain/users/queries";
import * as schema from "@/server/domain/users/schema";

const reading = procedure("users.read");
const writing = procedure("users.write");
const changing = versionedProcedure("users.write", "user", getUser);

export const users = router({
  profile: procedure("profile.read").query(({ ctx }) => getProfile(ctx)),
  list: reading.input(schema.listUsers).query(({ ctx, input }) => listUsers(ctx, input)),
  count: reading.input(schema.userFilter).query(({ ctx, input }) => countUsers(ctx, input)),
  get: reading.input(schema.userReference).query(({ ctx, input }) => getUser(ctx, input)),
  create: writing.input(schema.createUser).mutation(({ ctx, input }) => createUser(ctx, input)),
  edit: changing.input(schema.editUser).mutation(({ ctx, input }) => editUser(ctx, input)),
  deactivate: changing.input(schema.userVersion).mutation(({ ctx, input }) => deactivateUser(ctx, input)),
  reactivate: changing.input(schema.userVersion).mutation(({ ctx, input }) => reactivateUser(ctx, input)),
  createPasswordLink: writing.input(schema.userReference).mutation(({ ctx, input }) => createPasswordLink(ctx, input)),
  resetTwoStep: writing.input(schema.userReference).mutation(({ ctx, input }) => resetTwoStep(ctx, input)),
});
