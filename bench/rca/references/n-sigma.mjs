/*
 * N-sigma as BARO's evaluation has it (Pham, Ha and Zhang, "BARO: Robust Root Cause Analysis for Microservices via Multivariate Bayesian Online Change Point
 * Detection", FSE 2024): each node's largest distance from its normal mean, in standard deviations. Written from the description; a deviation of 0 counts
 * as 1, as in the scalers that its code uses.
 */
import { valuesOf } from './node-values.mjs';

export function nSigma(scenario, issue) {
  return valuesOf(scenario, issue).map(({ node, normal, abnormal }) => {
    const mean = normal.reduce((sum, value) => sum + value, 0) / normal.length;
    const constant = normal.every((value) => value === normal[0]);
    const deviation = constant ? 1 : Math.sqrt(normal.reduce((sum, value) => sum + (value - mean) ** 2, 0) / normal.length);
    return { node, score: Math.max(...abnormal.map((value) => Math.abs(value - mean) / deviation)) };
  });
}
