import { expect, it } from "vitest";
import { existence, listSelectors } from "./selectors";

it.each([
  ["up == 0", ["up{}"]],
  ['sum by (job) (rate(a_total{job="x",path!~"y|z",status=~"5.."}[5m])) > 0.1', ['a_total{job="x",status!=""}']],
  [
    'h_seconds_count{outcome="failed"} + g_seconds_bucket{le="0.4"}',
    ['h_seconds_count{outcome!=""}', 'g_seconds_bucket{le="0.4"}'],
  ],
  ["x:y:rate5m / (x:z:rate5m > 0)", ["x:y:rate5m{}", "x:z:rate5m{}"]],
  [
    "time() - max by (a) (b > 0 or on (c, d) (0 * e + on (f) group_left () g)) > 3 * b offset 15m",
    ["b{}", "e{}", "g{}", "b{}"],
  ],
  ['a{b="}"} offset 15m unless c', ['a{b="}"}', "c{}"]],
  ["histogram_quantile(0.95, sum by (le) (h_bucket)) and 1e3 < 2", ["h_bucket{}"]],
])("%s reads what it reads", (expression, expected) => {
  expect(listSelectors(expression).map(existence)).toEqual(expected);
});
