import type { Notice } from '../model/notice.js';
import type { Window } from '../model/window.js';
import { median } from '../stats/robust.js';
import type { Asker } from './asker.js';
import { inFlight } from './in-flight.js';
import { type AnsweredSeries, type Remarks, seriesOf, textsOf } from './prometheus-answer.js';
import { packNames, type WantedMetric, wantedNames } from './prometheus-names.js';
import { noData, prometheusNotice } from './prometheus-notices.js';
import { anyOf, instantRequest, seconds } from './prometheus-queries.js';

/** Statuses that say that only this question is not answered. */
const REFUSED: ReadonlySet<number> = new Set([400, 404, 405, 422, 501]);
/** Names in one question of how many series there are. */
const COUNTED = 300;

/** Metrics that are there. A backend that does not list its names is asked for those that packs read. */
export async function discovered(
  asker: Asker,
  window: Window,
  scope: string,
  remarks: Remarks,
): Promise<{ metrics: WantedMetric[]; notices: Notice[] }> {
  const params: (readonly [string, string])[] = [
    ['start', seconds(window.start)],
    ['end', seconds(window.end)],
  ];
  if (scope !== '') params.push(['match[]', `{${scope}}`]);
  const outcome = await asker.ask({
    title: 'Names of metrics',
    query: `label values of __name__${scope === '' ? '' : ` in {${scope}}`}`,
    window,
    request: { method: 'GET', path: '/api/v1/label/__name__/values', params },
    read: (reply) => textsOf(reply, remarks),
  });
  if (outcome.status === 'answered') return { metrics: wantedNames(outcome.value), notices: [] };
  if (outcome.status === 'no-data') return { metrics: [], notices: [noData(scope)] };
  const why = `Prometheus did not list its metrics: ${outcome.message}`;
  // Why a dead backend says nothing stands in the notice of the source.
  if (asker.dead !== null) return { metrics: [], notices: [] };
  if (!REFUSED.has(outcome.httpStatus ?? 0))
    return {
      metrics: [],
      notices: [prometheusNotice('failed', 'warning', why, 'Metrics are not checked.', 'Check address, access and scope.')],
    };
  return {
    metrics: packNames(),
    notices: [prometheusNotice('no-list', 'info', why, 'Only metrics that packs know are asked, not those of the application itself.', '')],
  };
}

/** Series of each metric at the end of the window, by name. */
export async function countSeries(
  asker: Asker,
  metrics: readonly WantedMetric[],
  window: Window,
  scope: string,
  remarks: Remarks,
): Promise<Map<string, number>> {
  const chunks = Array.from({ length: Math.ceil(metrics.length / COUNTED) }, (_, i) => metrics.slice(i * COUNTED, (i + 1) * COUNTED));
  const counts = new Map<string, number>();
  await inFlight(chunks, async (chunk) => {
    const query = `count by (__name__) (${anyOf(
      chunk.map(({ name }) => name),
      scope,
    )})`;
    for (const one of await instant(asker, 'How many series there are', query, window, remarks))
      counts.set(one.labels['__name__'] ?? '', one.values[0] ?? 0);
  });
  return counts;
}

/** Time over which scrapes are counted, s; scraped more seldom than this, a target counts as scraped once in it. */
const COUNTED_OVER = 300;
/** Intervals that people choose, s: a count of scrapes is one off at the edges. */
const USUAL = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300];

/** Median over jobs of the densest five minutes, ms; null where there are no targets. It is for planning: the samples tell it better. */
export async function scrapeInterval(asker: Asker, window: Window, scope: string, remarks: Remarks): Promise<number | null> {
  const length = Math.ceil((window.end - window.start) / 1000);
  const counted = `count_over_time(up${scope === '' ? '' : `{${scope}}`}[${COUNTED_OVER}s])`;
  // Subqueries are evaluated at multiples of their step: a window shorter than it may hold none.
  const step = Math.min(COUNTED_OVER, Math.max(1, Math.floor(length / 2)));
  const query = `max by (job) (max_over_time(${counted}[${length}s:${step}s]))`;
  const counts = (await instant(asker, 'How often targets are scraped', query, window, remarks))
    .flatMap((one) => [...one.values.slice(0, 1)])
    .filter((count) => count >= 1);
  if (counts.length === 0) return null;
  const interval = COUNTED_OVER / median(counts);
  return 1000 * (USUAL.find((usual) => Math.abs(interval - usual) <= 0.12 * usual) ?? Math.max(1, Math.round(interval)));
}

async function instant(asker: Asker, title: string, query: string, window: Window, remarks: Remarks): Promise<AnsweredSeries[]> {
  const outcome = await asker.ask({
    title,
    query,
    window,
    request: instantRequest(query, window.end),
    read: (reply) => seriesOf(reply, remarks),
  });
  return outcome.status === 'answered' ? outcome.value : [];
}
