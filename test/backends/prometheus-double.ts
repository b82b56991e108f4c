import { json, type Script } from './scripted-server.js';

/** Samples of a process that uses half a core all the time, one each 2 s, that a Prometheus would have. */
export function healthyPrometheus(start: number, end: number): Script {
  return (answer, { url, body }) => {
    const { pathname, searchParams } = new URL(url, 'http://double');
    if (pathname.endsWith('/label/__name__/values')) return success(answer, ['process_cpu_seconds_total', 'up']);
    if (pathname.endsWith('/status/buildinfo')) return success(answer, { version: '3.5.0' });
    const query = new URLSearchParams(body).get('query') ?? searchParams.get('query') ?? '';
    if (pathname.endsWith('/api/v1/query')) {
      if (query.startsWith('count') || query.startsWith('max by'))
        return success(answer, { resultType: 'vector', result: [{ metric: { __name__: 'up', job: 'shop' }, value: [end / 1000, '30'] }] });
      const times = Array.from({ length: Math.ceil((end - start) / 2000) }, (_, i) => start / 1000 + 2 * i);
      const series = (name: string, value: (at: number) => number) => ({
        metric: { __name__: name, job: 'shop', instance: 'shop:80' },
        values: times.map((at) => [at, String(value(at))]),
      });
      return success(answer, {
        resultType: 'matrix',
        result: [series('process_cpu_seconds_total', (at) => 0.5 * (at - start / 1000)), series('up', () => 1)],
      });
    }
    json(answer, { status: 'error', errorType: 'not_found', error: 'no such path' }, 404);
  };
}

function success(answer: Parameters<Script>[0], data: unknown): void {
  json(answer, { status: 'success', data });
}
