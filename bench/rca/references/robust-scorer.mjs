/*
 * RobustScorer of BARO (Pham, Ha and Zhang, FSE 2024, section 3.3): each node's largest distance from its normal median, in interquartile ranges, so that a
 * few odd normal values, or a wrong start of the trouble, do not matter. Written from the description; an interquartile range of 0 counts as 1, as there.
 */
import { quantile, valuesOf } from './node-values.mjs';

export function robustScorer(scenario, issue) {
  return valuesOf(scenario, issue).flatMap(({ node, normal, abnormal }) => {
    const middle = quantile(normal, 0.5);
    const range = quantile(normal, 0.75) - quantile(normal, 0.25) || 1;
    const scores = abnormal.map((value) => Math.abs(value - middle) / range);
    return scores.length === 0 ? [] : [{ node, score: Math.max(...scores) }];
  });
}
