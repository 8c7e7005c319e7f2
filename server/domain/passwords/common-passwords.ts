import { invalid } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";

let commonPasswords: Promise<ReadonlySet<string>> | undefined;

/** The list is unpacked when the first password is set, because most processes never need it. */
async function loadCommonPasswords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  const longEnough = dictionary["passwords-common"].filter(({ length }) => length >= numbers.passwords.minLength);
  return new Set(longEnough.map((password) => password.toLowerCase()));
}

/**
 * Refuses a password that is among the first that are guessed, however it is capitalised, or that is the user's own e-mail
 * address. Throws `invalid` at `path`.
 */
export async function refuseCommonPassword(password: string, path: string, email?: string): Promise<void> {
  const typed = password.toLowerCase();
  if (typed === email?.toLowerCase()) throw refusal(path, "This is the e-mail address. Choose another password.");
  commonPasswords ??= loadCommonPasswords();
  if ((await commonPasswords).has(typed)) {
    throw refusal(path, "This password is among the most common ones. Choose another.");
  }
}

const refusal = (path: string, message: string) => invalid(message, [{ path, message }]);
