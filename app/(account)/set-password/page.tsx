import type { Metadata } from "next";
import { SetPassword } from "@/app/(account)/_components/set-password";

export const metadata: Metadata = { title: "Choose a password" };

export default function SetPasswordPage() {
  return <SetPassword />;
}
