import { criticalities, environments } from "@/app/(desk)/hosts/_components/choices";
import { Criticality, Environment } from "@/app/(desk)/hosts/_components/marks";
import type { Host, HostSummary } from "@/server/domain/hosts/schema";
import { running, sumOf } from "./estate-figures";
import { FigureLink } from "./figure-link";
import classes from "./host-matrix.module.css";

type Counts = HostSummary["counts"];

/** What runs, by environment and criticality. The bars have one scale; every number leads to its list. */
export function HostMatrix({ counts }: { counts: Counts }) {
  const cells = environments.flatMap((environment) =>
    criticalities.map((criticality) =>
      sumOf(counts, { environment: [environment], criticality: [criticality], status: running }),
    ),
  );
  const longest = Math.max(...cells, 1);
  return (
    <table className={classes.matrix} aria-label="Hosts by environment and criticality">
      <thead>
        <tr>
          <td />
          {criticalities.map((criticality) => (
            <th key={criticality} scope="col">
              <Criticality value={criticality} />
            </th>
          ))}
          <th scope="col" className={classes.sum}>
            All
          </th>
        </tr>
      </thead>
      <tbody>
        {environments.map((environment) => (
          <Row key={environment} counts={counts} environment={environment} longest={longest} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">all</th>
          {criticalities.map((criticality) => (
            <td key={criticality}>
              <Sum counts={counts} kinds={{ criticality: [criticality] }} what={criticality} />
            </td>
          ))}
          <td className={classes.sum}>
            <Sum counts={counts} kinds={{}} what="hosts" />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

type RowProps = { counts: Counts; environment: Host["environment"]; longest: number };

function Row({ counts, environment, longest }: RowProps) {
  return (
    <tr>
      <th scope="row">
        <Environment value={environment} />
      </th>
      {criticalities.map((criticality) => (
        <td key={criticality} className={classes.cell}>
          <Cell counts={counts} environment={environment} criticality={criticality} longest={longest} />
        </td>
      ))}
      <td className={`${classes.cell} ${classes.sum}`}>
        <Sum counts={counts} kinds={{ environment: [environment] }} what={environment} />
      </td>
    </tr>
  );
}

function Cell({ counts, environment, criticality, longest }: RowProps & { criticality: Host["criticality"] }) {
  const kinds = { environment: [environment], criticality: [criticality], status: running };
  const count = sumOf(counts, kinds);
  return (
    <>
      <FigureLink count={count} what={`${environment}, ${criticality}`} list={kinds} />
      {count > 0 && (
        <span className={classes.bar} data-value={criticality} style={{ width: `${(count / longest) * 100}%` }} />
      )}
    </>
  );
}

type SumProps = {
  counts: Counts;
  kinds: { environment?: readonly Host["environment"][]; criticality?: readonly Host["criticality"][] };
  what: string;
};

function Sum({ counts, kinds, what }: SumProps) {
  const list = { ...kinds, status: running };
  return <FigureLink count={sumOf(counts, list)} what={`${what} in all`} list={list} />;
}
