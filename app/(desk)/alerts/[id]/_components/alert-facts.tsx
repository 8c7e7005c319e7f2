import Link from "next/link";
import { Fact, FactColumns, FactList } from "@/app/_components/facts";
import { Panel } from "@/app/_components/panel";
import { RelativeTime } from "@/app/_components/relative-time";
import { exactTime } from "@/app/_lib/time";
import { webLink } from "@/app/_lib/web-link";
import type { AlertDetail } from "@/server/domain/alerts/schema";
import classes from "./alert-detail.module.css";

/** What an alert says, since when, on which host, and where to go from here. */
export function AlertFacts({ alert }: { alert: AlertDetail }) {
  const { summary, description, startsAt, endsAt, host, runbookUrl, generatorUrl, fingerprint } = alert;
  return (
    <Panel title="Facts">
      {(summary || description) && (
        <div className={classes.text}>
          {summary && <p className={classes.summary}>{summary}</p>}
          {description && <p className={classes.description}>{description}</p>}
        </div>
      )}
      <FactColumns>
        <FactList>
          <Fact name="Began" value={<Moment at={startsAt} />} />
          <Fact name="Ended" value={endsAt === null ? "still fires" : <Moment at={endsAt} />} />
          <Fact name="Host" value={host && <Link href={`/hosts/${host.id}`}>{host.hostname}</Link>} />
        </FactList>
        <FactList>
          <Fact name="Runbook" value={<OutLink url={runbookUrl} />} />
          <Fact name="Source" value={<OutLink url={generatorUrl} />} />
          <Fact name="Fingerprint" value={<code>{fingerprint}</code>} copies={fingerprint} />
        </FactList>
      </FactColumns>
    </Panel>
  );
}

function Moment({ at }: { at: string }) {
  return (
    <span>
      {exactTime(at)}, <RelativeTime at={at} exactSide="after" />
    </span>
  );
}

/** A link that somebody else's message brought: it opens beside, and learns nothing of this desk. */
function OutLink({ url }: { url: string | null }) {
  const link = webLink(url);
  if (link === undefined) return <span className={classes.quiet}>none</span>;
  return (
    <a href={link} target="_blank" rel="noopener noreferrer nofollow">
      {link}
    </a>
  );
}
