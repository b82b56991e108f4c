/*
 * The traversal that the authors of PetShop publish beside their data (Hardt et al. 2024, section 5; after Chen et al., "CauseInfer", INFOCOM 2014, and Liu et
 * al., "MicroHECL", ICSE-SEIP 2021): a node is anomalous where its value lies more than 5 median absolute deviations from its normal median; from the
 * alarmed node anomalous callees are followed; causes are those that have none themselves. Written from the description.
 */
import { quantile, valuesOf } from './node-values.mjs';

/** Deviations from which a node is anomalous, as published. */
const ANOMALOUS = 5;

export function traversal(scenario, issue) {
  const scores = new Map(
    valuesOf(scenario, issue).flatMap(({ node, normal, abnormal }) => {
      const middle = quantile(normal, 0.5);
      const mad = quantile(
        normal.map((value) => Math.abs(value - middle)),
        0.5,
      );
      const scored = abnormal.map((value) => (value === middle ? 0 : Math.abs(value - middle) / mad));
      return scored.length === 0 ? [] : [[node, Math.max(...scored)]];
    }),
  );
  const isAnomalous = (node) => (scores.get(node) ?? 0) > ANOMALOUS;
  const start = issue.target.node;
  if (!isAnomalous(start)) return [];
  // Each anomalous node by the best mean score of a way to it.
  const causes = new Map();
  const walk = (node, way) => {
    const next = (scenario.graph.get(node) ?? []).filter((callee) => isAnomalous(callee) && !way.includes(callee));
    const whole = [...way, node];
    if (next.length === 0) {
      const score = whole.reduce((sum, one) => sum + scores.get(one), 0) / whole.length;
      causes.set(node, Math.max(causes.get(node) ?? 0, score));
    }
    for (const callee of next) walk(callee, whole);
  };
  walk(start, []);
  return [...causes].map(([node, score]) => ({ node, score }));
}
