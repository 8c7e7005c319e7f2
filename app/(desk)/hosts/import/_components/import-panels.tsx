import { type ReactNode, useState } from "react";
import classes from "./import-panels.module.css";

type Part = { name: string; panel: ReactNode };

/** What changes and what is left out, side by side; one at a time where there is no room for both. */
export function ImportPanels({ parts }: { parts: readonly Part[] }) {
  const [chosen, setChosen] = useState(parts[0]?.name);
  return (
    <>
      {parts.length > 1 && (
        <fieldset className={classes.tabs}>
          <legend className={classes.legend}>Show</legend>
          {parts.map(({ name }) => (
            <label key={name} className={classes.tab}>
              <input type="radio" name="part" checked={name === chosen} onChange={() => setChosen(name)} />
              {name}
            </label>
          ))}
        </fieldset>
      )}
      <div className={classes.panels}>
        {parts.map(({ name, panel }) => (
          <div key={name} className={classes.panel} data-chosen={name === chosen}>
            {panel}
          </div>
        ))}
      </div>
    </>
  );
}
