import type { PrometheusScope } from '../model/scope.js';
import type { Window } from '../model/window.js';
import { type Asker, jsonOf, type Outcome } from '../observability/asker.js';
import { type Remarks, seriesOf, textsOf } from '../observability/prometheus-answer.js';
import { instantRequest, seconds } from '../observability/prometheus-queries.js';
import { scopeMatchers } from '../observability/prometheus-scope.js';
import type { Kind } from './examination.js';

const remarks = (): Remarks => ({ warnings: new Set(), partial: false });

/** Prometheus, and what speaks like it. */
export const prometheusKind: Kind<PrometheusScope> = {
  name: 'Prometheus',
  backend: 'prometheus',
  probe: { method: 'POST', path: '/api/v1/query', params: [['query', 'vector(1)']] },
  readProbe: (reply) => void seriesOf(reply, remarks()),
  advice:
    'Give the address up to where /api/v1/query begins: Mimir needs /prometheus at its end, a cluster of VictoriaMetrics /select/0/prometheus.',
  version: (asker) =>
    asker.ask({
      title: 'Version',
      query: '/api/v1/status/buildinfo',
      window: null,
      request: { method: 'GET', path: '/api/v1/status/buildinfo', params: [] },
      read: (reply) => {
        const { data } = (jsonOf(reply) ?? {}) as { data?: { application?: unknown; version?: unknown } };
        if (typeof data?.version !== 'string') return null;
        return `${typeof data.application === 'string' ? data.application : 'Prometheus'} ${data.version}`.slice(0, 60);
      },
    }),
  scopeText: ({ match }) => match ?? null,
  async data(asker, window, scope) {
    const matchers = scopeMatchers(scope?.match);
    if (matchers === null) return { status: 'failed', message: 'it is no list of conditions such as {job="shop"}', httpStatus: null };
    const names = await namesIn(asker, window, matchers);
    if (names.status !== 'answered') return names;
    const scrapes = await scrapesIn(asker, window, matchers);
    // A list of names is kept by the block, hours long: without scrapes it proves nothing of this window.
    if (scrapes.status === 'answered')
      return { status: 'answered', value: `${names.value.length} ${names.value.length === 1 ? 'metric' : 'metrics'} of ${scrapes.value}` };
    const sample = await samplesOf(asker, window, names.value[0] as string, matchers);
    return sample.status === 'answered' ? { status: 'answered', value: `${names.value.length} metrics` } : sample;
  },
};

function namesIn(asker: Asker, window: Window, matchers: string): Promise<Outcome<string[]>> {
  const match = matchers === '' ? [] : [['match[]', `{${matchers}}`] as const];
  const params = [['start', seconds(window.start)] as const, ['end', seconds(window.end)] as const, ...match];
  return asker.ask({
    title: 'Names of metrics',
    query: 'label values of __name__',
    window,
    request: { method: 'GET', path: '/api/v1/label/__name__/values', params },
    read: (reply) => textsOf(reply, remarks()),
  });
}

/** How many targets were scraped, and how many times, in words. */
async function scrapesIn(asker: Asker, window: Window, matchers: string): Promise<Outcome<string>> {
  const query = `count_over_time(up${matchers === '' ? '' : `{${matchers}}`}[${lengthOf(window)}s])`;
  const counts = await values(asker, window, query);
  if (counts.status !== 'answered') return counts;
  const { length } = counts.value;
  // No interval is computed: data may cover only a part of the time.
  return {
    status: 'answered',
    value: `${length} ${length === 1 ? 'target' : 'targets'}, up to ${Math.max(...counts.value)} samples of each`,
  };
}

function samplesOf(asker: Asker, window: Window, name: string, matchers: string): Promise<Outcome<number[]>> {
  const inside = [`__name__=${JSON.stringify(name)}`, ...(matchers === '' ? [] : [matchers])].join(',');
  return values(asker, window, `count(count_over_time({${inside}}[${lengthOf(window)}s]))`);
}

function values(asker: Asker, window: Window, query: string): Promise<Outcome<number[]>> {
  return asker.ask({
    title: 'Samples',
    query,
    window,
    request: instantRequest(query, window.end),
    read: (reply) => seriesOf(reply, remarks())?.flatMap((one) => [...one.values.slice(0, 1)]) ?? null,
  });
}

function lengthOf({ start, end }: Window): number {
  return Math.max(1, Math.ceil((end - start) / 1000));
}
