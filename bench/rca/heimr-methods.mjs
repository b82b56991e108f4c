/* Heimr's locating as methods of the protocol: with detection given, and with its own gate. */
import { caseOf } from './petshop-case.mjs';

/**
 * @param code what `locating()` gives
 * @returns `given(scenario, issue)` and `gated(scenario, issue)`: nodes with scores, best first; none = no answer
 */
export function heimrMethods({ locateByMetrics, latencyExcess, failureExcess, CHANGED }) {
  const located = ({ metrics, target, anomaly }, metric) => {
    const location = locateByMetrics(metrics, target, anomaly);
    const parts = location === null ? [] : metric === 'latency' ? location.latency : location.errors;
    return parts.filter(({ kind }) => kind === 'own').map(({ service, share }) => ({ node: service, score: share }));
  };
  const given = (scenario, { abnormal, target, alarmedAt }) => located(caseOf(scenario, abnormal, target.node, alarmedAt), target.metric);
  /** The bar of every change in Heimr, on the alarmed node itself: below it there is no trouble to look for. */
  const isAlarm = (scenario, { abnormal, target, alarmedAt }) => {
    const one = caseOf({ graph: new Map(), normal: scenario.normal }, abnormal, target.node, alarmedAt);
    const of = (id) => one.metrics.signals.find((signal) => signal.id === `http-server-${id}`);
    const excess = target.metric === 'latency' ? latencyExcess : failureExcess;
    return excess(of('requests'), of(target.metric === 'latency' ? 'duration' : 'failed'), one.target, one.anomaly).score >= CHANGED;
  };
  return { given, isAlarm, gated: (scenario, issue) => (isAlarm(scenario, issue) ? given(scenario, issue) : []) };
}
