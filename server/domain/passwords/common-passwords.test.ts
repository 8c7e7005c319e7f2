import { describe, expect, it } from "vitest";
import { refuseCommonPassword } from "./common-passwords";

describe("a password to be set", () => {
  it.each(["password", "12345678", "PassWord", "QWERTYUIOP", "iloveyou", "trustno1"])(
    "is refused as common: %s",
    (password) =>
      expect(refuseCommonPassword(password, "newPassword")).rejects.toMatchObject({
        code: "invalid",
        errors: [{ path: "newPassword", message: expect.stringContaining("common") }],
      }),
  );

  it("is refused where it is the user's e-mail address", () =>
    expect(refuseCommonPassword("A.Nowak@Example.net", "newPassword", "a.nowak@example.net")).rejects.toMatchObject({
      code: "invalid",
      errors: [{ path: "newPassword", message: expect.stringContaining("e-mail") }],
    }));

  it.each(["password of mine", " password", "correct horse battery staple", "pässwörd", "constructor", "__proto__"])(
    "may be %j",
    (password) => expect(refuseCommonPassword(password, "newPassword", "a@example.net")).resolves.toBeUndefined(),
  );
});
