/*
 * The traversal that the authors of PetShop publish beside their data (Hardt et al. 2024; the idea is that of Chen et al., "CauseInfer", INFOCOM
 * 2014, and Liu et al., "MicroHECL", ICSE-SEIP 2021). Read off their code, where the paper leaves it open, and written anew: a node is anomalous where its value of one row lies more than
 * 5 scaled median absolute deviations from its normal median (any deviation, where it never varied); the row is the third, or the first later one in which
 * the alarmed node is anomalous; causes are anomalous nodes without anomalous callees that calls lead to from the alarmed node by anomalous nodes only;
 * a cause's score is the largest sum of scores along such a way.
 */
import { quantile, valuesOf } from './node-values.mjs';

/** Scaled deviations from which a node is anomalous, and the first row that is looked at: both as published. */
const ANOMALOUS = 5;
const FIRST_ROW = 2;
/** Makes a MAD an estimate of the standard deviation of a normal population. */
const MAD_SCALE = 1.4826;

export function traversal(scenario, issue) {
  const scorers = new Map(valuesOf(scenario, issue).map(({ node, normal }) => [node, scorerOf(normal)]));
  const { abnormal, target } = issue;
  const scoreAt = (node, row) => {
    const value = abnormal.column(node, target.metric, target.statistic)[row];
    return value === null || value === undefined ? 0 : (scorers.get(node)?.(value) ?? 0);
  };
  const rows = abnormal.stamps.map((_, row) => row).slice(FIRST_ROW);
  const row = rows.find((one) => scoreAt(target.node, one) > 0);
  if (row === undefined) return [];
  const scores = new Map([...scorers.keys()].map((node) => [node, scoreAt(node, row)]));
  const causes = new Map();
  const walk = (node, way, sum) => {
    const next = (scenario.graph.get(node) ?? []).filter((callee) => (scores.get(callee) ?? 0) > 0);
    if (next.length === 0 && way.length > 0) causes.set(node, Math.max(causes.get(node) ?? 0, sum));
    for (const callee of next) if (!way.includes(callee)) walk(callee, [...way, node], sum + scores.get(callee));
  };
  walk(target.node, [], scores.get(target.node));
  return [...causes].map(([node, score]) => ({ node, score }));
}

/** @returns score of a value; 0 where it is not anomalous */
function scorerOf(normal) {
  const middle = quantile(normal, 0.5);
  if (normal.every((value) => value === normal[0])) return (value) => Math.abs(value - middle);
  const distances = normal.map((value) => Math.abs(value - middle));
  const scale = MAD_SCALE * quantile(distances, 0.5);
  return (value) => {
    const score = value === middle ? 0 : Math.abs(value - middle) / scale;
    return score > ANOMALOUS ? score : 0;
  };
}
