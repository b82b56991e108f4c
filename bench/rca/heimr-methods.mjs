/* Heimr's locating as methods of the protocol: with detection given, and with its own gate. */
import { caseOf } from './petshop-case.mjs';

/**
 * @param code what `locating()` gives
 * @returns methods that name nodes with scores, best first (none = no answer): `given`, told that there is trouble and of which metric; `gated`, told the metric;
 *   `untold`, told neither; and `isAlarm`, whether the gate of a metric opens
 */
export function heimrMethods({ locateByMetrics, latencyExcess, failureExcess, CHANGED }) {
  const given = (scenario, { abnormal, target: { node, metric }, alarmedAt }) => {
    const { metrics, target, anomaly } = caseOf(scenario, abnormal, node, alarmedAt);
    const location = locateByMetrics(metrics, target, anomaly);
    const parts = location === null ? [] : metric === 'latency' ? location.latency : location.errors;
    return parts.filter(({ kind }) => kind === 'own').map(({ service, share }) => ({ node: service, score: share }));
  };
  /** How far the alarmed node itself is beyond what it does when well. */
  const evidence = ({ normal }, { abnormal, target: { node }, alarmedAt }, metric) => {
    const { metrics, target, anomaly } = caseOf({ graph: new Map(), normal }, abnormal, node, alarmedAt);
    const of = (id) => metrics.signals.find((signal) => signal.id === `http-server-${id}`);
    return metric === 'latency'
      ? latencyExcess(of('requests'), of('duration'), target, anomaly).score
      : failureExcess(of('requests'), of('failed'), target, anomaly).score;
  };
  // The gate is the bar of every change in Heimr: below it there is no trouble to look for.
  const isAlarm = (scenario, issue) => evidence(scenario, issue, issue.target.metric) >= CHANGED;
  const gated = (scenario, issue) => (isAlarm(scenario, issue) ? given(scenario, issue) : []);
  /** Of the two kinds of evidence the larger one says what the trouble is; they are in the same units, those of healthy time. */
  const untold = (scenario, issue) => {
    const [latency, availability] = ['latency', 'availability'].map((metric) => evidence(scenario, issue, metric));
    const metric = latency >= availability ? 'latency' : 'availability';
    return gated(scenario, { ...issue, target: { ...issue.target, metric } });
  };
  return { given, gated, untold, isAlarm };
}
