/*
 * RobustScorer of BARO (Pham, Ha and Zhang, FSE 2024): each node's largest distance from its normal median, in interquartile ranges, so that a few odd normal
 * values, or a wrong start of the trouble, do not matter. Written from the description; a range of 0 counts as 1, as in the scalers that its code uses.
 */
import { quantile, valuesOf } from './node-values.mjs';

export function robustScorer(scenario, issue) {
  return valuesOf(scenario, issue).map(({ node, normal, abnormal }) => {
    const middle = quantile(normal, 0.5);
    const range = quantile(normal, 0.75) - quantile(normal, 0.25) || 1;
    return { node, score: Math.max(...abnormal.map((value) => Math.abs(value - middle) / range)) };
  });
}
