import { Panel } from "@/app/_components/panel";
import type { HostSummary } from "@/server/domain/hosts/schema";
import { numbers } from "@/server/domain/numbers";
import { running } from "./estate-figures";
import { FigureLink } from "./figure-link";
import classes from "./new-and-stale.module.css";

const { newDays, staleDays } = numbers.hosts;

/** What has just come, and what nobody has touched or seen for long. */
export function NewAndStale({ registered, stale }: Pick<HostSummary, "registered" | "stale">) {
  return (
    <Panel title="New and stale">
      <dl className={classes.figures}>
        <div>
          <dt>Registered in the last {newDays} days</dt>
          <dd>
            <FigureLink
              count={registered.count}
              what={`registered in the last ${newDays} days`}
              list={{ registeredSince: registered.since }}
            />
          </dd>
        </div>
        <div>
          <dt>Neither changed nor seen for {staleDays} days</dt>
          <dd>
            <FigureLink
              count={stale.count}
              what={`neither changed nor seen for ${staleDays} days`}
              list={{ staleSince: stale.since, status: running }}
            />
          </dd>
        </div>
      </dl>
    </Panel>
  );
}
