import Link from "next/link";
import classes from "./wordmark.module.css";

/** The mark of OpsDesk with its name; a link home where `href` says so. */
export function Wordmark({ href }: { href?: string }) {
  const content = (
    <>
      <svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden>
        <rect x="6.8" y="1.8" width="6.4" height="5.4" rx="1.2" fill="currentColor" />
        <path d="M10 7.2v3.3M4.4 13v-2.5h11.2V13" />
        <rect x="1.6" y="13" width="5.6" height="5.2" rx="1.2" />
        <rect x="12.8" y="13" width="5.6" height="5.2" rx="1.2" />
      </svg>
      <span className={classes.name}>OpsDesk</span>
    </>
  );
  if (href === undefined) return <span className={classes.mark}>{content}</span>;
  return (
    <Link href={href} className={classes.mark}>
      {content}
    </Link>
  );
}
