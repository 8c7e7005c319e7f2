import { Fact, FactList } from "@/app/_components/facts";
import { Panel } from "@/app/_components/panel";
import classes from "./alert-detail.module.css";

/** Names and values as Alertmanager sent them, as plain text. */
export function TextsPanel({ title, texts }: { title: string; texts: Record<string, string> }) {
  const entries = Object.entries(texts).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return (
    <Panel title={title}>
      {entries.length === 0 ? (
        <p className={classes.none}>none</p>
      ) : (
        <div className={classes.texts}>
          <FactList>
            {entries.map(([name, value]) => (
              <Fact
                key={name}
                name={name}
                value={value && <span className={classes.value}>{value}</span>}
                copies={value}
              />
            ))}
          </FactList>
        </div>
      )}
    </Panel>
  );
}
