import type { Notice } from '../model/notice.js';
import type { PrometheusScope } from '../model/scope.js';
import type { MetricsAnswer, TestTarget } from '../model/telemetry.js';
import type { Asker } from './asker.js';
import { signalsOf } from './metrics/signals-of.js';
import type { Remarks } from './prometheus-answer.js';
import { customSignals } from './prometheus-custom.js';
import { countSeries, discovered, scrapeInterval } from './prometheus-discovery.js';
import { badScope, cutSignals, noSignals, prometheusNotice, tooMany, unread, warningNotices } from './prometheus-notices.js';
import { askedWindow, planReading } from './prometheus-plan.js';
import { readSamples, type Samples } from './prometheus-samples.js';
import { scopeMatchers } from './prometheus-scope.js';

/** What was learnt, and what the reader must know of it. */
export interface AskedMetrics {
  answer: MetricsAnswer;
  notices: Notice[];
}

/**
 * Asks a Prometheus, or what speaks like one, for the window of a test: first what there is, then only what means something, as raw samples.
 * @param asker the backend
 * @param target window of the test
 * @param scope what belongs to the system under test
 */
export async function askPrometheus(asker: Asker, target: TestTarget, scope: PrometheusScope): Promise<AskedMetrics> {
  const nothing: MetricsAnswer = { signals: [], scrapeInterval: null, calls: [] };
  const matchers = scopeMatchers(scope.match);
  if (matchers === null) return { answer: nothing, notices: [badScope(scope.match ?? '')] };
  const window = askedWindow(target.window);
  const remarks: Remarks = { warnings: new Set(), partial: false };
  const { metrics, notices } = await discovered(asker, window, matchers, remarks);
  if (metrics.length === 0) return { answer: nothing, notices };
  const [series, interval] = await Promise.all([
    countSeries(asker, metrics, window, matchers, remarks),
    scrapeInterval(asker, window, matchers, remarks),
  ]);
  const plan = planReading(metrics, series, interval, window);
  if (plan.leftOut.metrics > 0) notices.push(tooMany(plan.leftOut));
  const samples = await readSamples(asker, plan, matchers, remarks);
  const options = { scope: matchers, ...(scope.serviceLabels === undefined ? {} : { serviceLabels: scope.serviceLabels }) };
  const { leftOut, ...answer } = signalsOf(samples.series, window, options);
  const step =
    plan.step ?? Math.max(1000, Math.ceil((window.end - window.start) / 10_000 / 1000) * 1000, answer.scrapeInterval ?? interval ?? 1000);
  const custom = await customSignals(asker, scope.queries ?? [], window, step, remarks, scope.serviceLabels);
  for (const failure of byMessage(samples.failed)) notices.push(unread(failure));
  for (const { metric, message } of custom.failed)
    notices.push(
      prometheusNotice(
        'query-failed',
        'warning',
        `The metric “${metric.title}” could not be asked: ${message}`,
        'Its query failed.',
        'Try the query in Prometheus.',
      ),
    );
  for (const metric of custom.empty)
    notices.push(
      prometheusNotice(
        'query-empty',
        'warning',
        `The metric “${metric.title}” has no data in the window of the test.`,
        'Its query gave no series.',
        'Check names and labels of the query.',
      ),
    );
  const cut = leftOut.reduce((sum, one) => sum + one.signals, custom.leftOut);
  if (cut > 0)
    notices.push(
      cutSignals(
        cut,
        leftOut.map((one) => `${one.pack}: ${one.signals}`),
      ),
    );
  if (answer.signals.length === 0 && samples.failed.length === 0) notices.push(noSignals(metrics.length));
  notices.push(...warningNotices(remarks.warnings, remarks.partial));
  return {
    answer: { ...answer, scrapeInterval: answer.scrapeInterval ?? interval, signals: [...answer.signals, ...custom.signals] },
    notices,
  };
}

/** One notice for all that failed in the same way. */
function byMessage(failed: Samples['failed']): Samples['failed'] {
  const messages = new Map<string, string[]>();
  for (const { names, message } of failed) messages.set(message, [...(messages.get(message) ?? []), ...names]);
  return [...messages].map(([message, names]) => ({ names, message }));
}
