/*
 * A made-up shop in the form of a PetShop scenario, for machines without that data: waiting and failures add up along its calls, one service drifted between
 * the normal time and the issues, and victims change more than causes. It shows that the bench runs, and is no evidence of how good anything is: it was
 * made after the same idea as the method.
 */
import { tableOf } from './petshop-files.mjs';

/** Who calls whom, how often per request of its own, and ms of own work. */
const SERVICES = {
  site: { ms: 40, calls: { search: 1.5, orders: 0.3 } },
  search: { ms: 4, calls: { index: 1 } },
  index: { ms: 6, calls: {} },
  orders: { ms: 15, calls: { payments: 1, stock: 2 } },
  payments: { ms: 60, calls: { bank: 1 } },
  bank: { ms: 80, calls: {} },
  stock: { ms: 5, calls: { tables: 3 } },
  tables: { ms: 2, calls: {} },
};
const REQUESTS = 500;
const NORMAL_ROWS = 120;
const ROW_S = 300;
/** An issue's rows: two before it, the second of which holds its begin, and three in it. */
const ISSUE_SHARES = [0, 0.4, 1, 1, 0.5];

/** A fixed noise in −1..1. */
const noise = (seed) => 2 * (Math.abs(Math.sin(seed * 12.9898) * 43_758.5453) % 1) - 1;

/** Mean ms and share of failures of each service, with some ms and failures added to some. */
function levels(more, failing, seed) {
  const found = {};
  const of = (name) => {
    if (found[name]) return found[name];
    const { ms, calls } = SERVICES[name];
    const own = ms * (1 + 0.05 * noise(seed + name.length * 7 + ms)) + (more[name] ?? 0);
    let fine = 1 - (failing[name] ?? 0);
    let total = own;
    for (const [callee, times] of Object.entries(calls)) {
      const one = of(callee);
      total += times * one.ms;
      fine *= (1 - one.failing) ** times;
    }
    found[name] = { ms: total, failing: 1 - fine };
    return found[name];
  };
  of('site');
  return found;
}

function requestsOf(name) {
  if (name === 'site') return REQUESTS;
  return Object.entries(SERVICES).reduce(
    (sum, [caller, { calls }]) => sum + (calls[name] ?? 0) * (calls[name] ? requestsOf(caller) : 0),
    0,
  );
}

/** @param rows for each row: ms and failures that are added */
function table(start, rows) {
  const found = rows.map(({ more, failing }, i) => levels(more, failing, start + i));
  return tableOf(
    rows.map((_, i) => start + i * ROW_S),
    Object.keys(SERVICES).flatMap((name) => [
      [name, 'latency', 'Average', found.map((one) => one[name].ms / 1000)],
      [name, 'availability', 'Average', found.map((one) => 100 * (1 - one[name].failing))],
      [name, 'requests', 'Sum', found.map(() => Math.round(requestsOf(name)))],
    ]),
  );
}

const DRIFT = { bank: 60 };

function issue(name, metric, cause, size, start) {
  const rows = ISSUE_SHARES.map((share) => ({
    more: { ...DRIFT, ...(metric === 'latency' ? { [cause]: (DRIFT[cause] ?? 0) + share * size } : {}) },
    failing: metric === 'latency' ? {} : { [cause]: share * size },
  }));
  return {
    name,
    abnormal: table(start, rows),
    target: { node: 'site', metric, statistic: 'Average' },
    alarmedAt: start + 1.6 * ROW_S,
    cause,
  };
}

/** The shop as a scenario. */
export function madeUpShop() {
  const quiet = Array.from({ length: NORMAL_ROWS }, () => ({ more: {}, failing: {} }));
  return {
    graph: new Map(Object.entries(SERVICES).map(([name, { calls }]) => [name, Object.keys(calls)])),
    normal: table(10_000_000, quiet),
    issues: [
      issue('slow search', 'latency', 'search', 30, 1_000_000),
      issue('slow index', 'latency', 'index', 40, 1_010_000),
      issue('slow payments', 'latency', 'payments', 200, 1_020_000),
      issue('slow tables', 'latency', 'tables', 30, 1_030_000),
      issue('slow site', 'latency', 'site', 60, 1_040_000),
      issue('failing search', 'availability', 'search', 0.03, 1_050_000),
      issue('failing bank', 'availability', 'bank', 0.2, 1_060_000),
      issue('failing stock', 'availability', 'stock', 0.1, 1_070_000),
    ],
  };
}
