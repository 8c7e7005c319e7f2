import { Wordmark } from "@/app/_components/wordmark";
import classes from "./_components/account.module.css";

/** The pages that come before the desk. */
export default function AccountLayout({ children }: { children: React.ReactNode }) {
  return (
    <main className={classes.page}>
      <Wordmark />
      <div className={classes.panel}>{children}</div>
    </main>
  );
}
