/* What the reference methods look at: the alarmed metric and statistic of every node, as the protocol gives it. */

/** Normal values a node must have, as in the authors' code; fewer give no scale. */
export const LEAST_NORMAL = 10;

/** @returns known values of each node, normal and abnormal; a node that has too few of them is left out */
export function valuesOf({ normal }, { abnormal, target }) {
  const nodes = new Set([...normal.columns.keys()].map((key) => key.split('|')[0]));
  const known = (table, node) => table.column(node, target.metric, target.statistic).filter((value) => value !== null);
  return [...nodes]
    .map((node) => ({ node, normal: known(normal, node), abnormal: known(abnormal, node) }))
    .filter(({ normal: before, abnormal: now }) => before.length >= LEAST_NORMAL && now.length > 0);
}

/** Quantile between the two values beside it, as NumPy's and pandas' default. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  return low + (sorted[Math.ceil(at)] - low) * (at - Math.floor(at));
}
