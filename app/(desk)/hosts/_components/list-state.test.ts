import { describe, expect, test } from "vitest";
import { columnNames, defaultColumns, shownColumns } from "./columns";
import { filterOf, listQuery, loadListState, pageOf } from "./list-state";

const stateOf = (query: string) => loadListState(new URLSearchParams(query));

describe("the state of the list", () => {
  test("is all hosts by name where the URL says nothing", () => {
    const state = stateOf("");
    expect(pageOf(state)).toEqual({ sort: "hostname" });
    expect(state.columns).toEqual(defaultColumns);
    expect(listQuery(state)).toBe("");
  });

  test("comes back from its own URL", () => {
    const query =
      "?q=web+fra&environment=prod,stage&status=active,maintenance&team=core,a%20b&cidr=10.0.0.0/8&sort=-updatedAt&cursor=abc&columns=hostname,fqdn&density=comfortable";
    const state = stateOf(query);
    expect(stateOf(listQuery(state))).toEqual(state);
    expect(pageOf(state)).toEqual({
      q: "web fra",
      environment: ["prod", "stage"],
      status: ["active", "maintenance"],
      team: ["core", "a b"],
      cidr: "10.0.0.0/8",
      sort: "-updatedAt",
      cursor: "abc",
    });
  });

  test("keeps a comma inside of a value apart from the one between two", () => {
    const state = { ...stateOf(""), owner: ["Nowak, A.", "Dubois"] };
    expect(stateOf(listQuery(state)).owner).toEqual(state.owner);
  });

  test("leaves out what no column is sorted by and no filter knows", () => {
    expect(pageOf(stateOf("?sort=notes&environment=prod,mars&status="))).toEqual({
      sort: "hostname",
      environment: ["prod"],
    });
  });

  test("does not search for less than three characters", () => {
    expect(filterOf(stateOf("?q=ab&tag=pci"))).toEqual({ tag: ["pci"] });
  });
});

describe("the shown columns", () => {
  test("stand in their own order, whatever the order in which they were chosen", () => {
    expect(shownColumns(["changed", "fqdn", "hostname"])).toEqual(["hostname", "fqdn", "changed"]);
  });

  test("begin with the hostname, which names the row", () => {
    expect(shownColumns([])).toEqual(["hostname"]);
    expect(shownColumns(columnNames)).toEqual(columnNames);
  });
});
