import type { ReactNode } from "react";
import { Panel } from "@/app/_components/panel";
import { hostStatuses, operatingSystems } from "@/app/(desk)/hosts/_components/choices";
import { OperatingSystem, Status } from "@/app/(desk)/hosts/_components/marks";
import type { HostSummary } from "@/server/domain/hosts/schema";
import { type Kinds, running, sumOf } from "./estate-figures";
import { FigureLink } from "./figure-link";
import classes from "./kinds-panel.module.css";

/** The estate by operating system, of what runs, and by status, of everything. */
export function KindsPanel({ counts }: { counts: HostSummary["counts"] }) {
  return (
    <Panel title="By system and status">
      <div className={classes.columns}>
        <dl className={classes.kinds}>
          {operatingSystems.map((os) => (
            <Row key={os} counts={counts} kinds={{ os: [os], status: running }} what={os}>
              <OperatingSystem value={os} />
            </Row>
          ))}
        </dl>
        <dl className={classes.kinds}>
          {hostStatuses.map((status) => (
            <Row key={status} counts={counts} kinds={{ status: [status] }} what={status}>
              <Status value={status} />
            </Row>
          ))}
        </dl>
      </div>
    </Panel>
  );
}

type RowProps = { counts: HostSummary["counts"]; kinds: Kinds; what: string; children: ReactNode };

function Row({ counts, kinds, what, children }: RowProps) {
  return (
    <div className={classes.row}>
      <dt>{children}</dt>
      <dd>
        <FigureLink count={sumOf(counts, kinds)} what={what} list={kinds} />
      </dd>
    </div>
  );
}
