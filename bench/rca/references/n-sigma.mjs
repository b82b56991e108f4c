/*
 * N-sigma as BARO's evaluation uses it (Pham, Ha and Zhang, "BARO: Robust Root Cause Analysis for Microservices via Multivariate Bayesian Online Change
 * Point Detection", FSE 2024, section 4.2): each node's largest deviation from its normal mean, in standard deviations. Written from the description.
 */
import { valuesOf } from './node-values.mjs';

export function nSigma(scenario, issue) {
  return valuesOf(scenario, issue).flatMap(({ node, normal, abnormal }) => {
    const mean = normal.reduce((sum, value) => sum + value, 0) / normal.length;
    const deviation = Math.sqrt(normal.reduce((sum, value) => sum + (value - mean) ** 2, 0) / normal.length);
    // A node that never varied and does not vary now deviates by nothing.
    const scores = abnormal.map((value) => (value === mean ? 0 : Math.abs(value - mean) / deviation));
    return scores.length === 0 ? [] : [{ node, score: Math.max(...scores) }];
  });
}
