import type { Span } from '../model/telemetry.js';
import { isDatabaseCall } from './span-operation.js';
import type { AnalysedTrace } from './trace-analysed.js';
import { type Compared, sumsOf, type TraceSets } from './trace-sets.js';

/** Time before database calls in which a connection may have been waited for. */
export interface PoolWait {
  service: string;
  /** The database, as calls name it. */
  peer: string;
  /** `span`: a span says so. `gap`: the caller's own time right before a database call, which may be work of its own too. */
  from: 'span' | 'gap';
  /** Mean on the critical path, ms a trace. */
  ms: Compared;
  /** Traces with such a wait that ended in an error. */
  failed: Compared;
}

interface Wait {
  key: string;
  service: string;
  peer: string;
  from: PoolWait['from'];
  ms: number;
  failed: boolean;
}

/** Waits for connections, the one with most time more first. A gap counts only for services without spans of their pool. */
export function poolWaits(sets: TraceSets): PoolWait[] {
  const { slow, normal } = sets;
  const found = [...sumsOf(sets, waitsOf).values()];
  const told = new Set(found.filter(({ example }) => example.from === 'span').map(({ example }) => example.service));
  const waits = found
    .filter(({ example }) => example.from === 'span' || !told.has(example.service))
    .map(({ example, ...seen }): PoolWait => {
      const mean = (traces: Wait[][], of: number): number => traces.flat().reduce((sum, { ms }) => sum + ms, 0) / of;
      const failed = (traces: Wait[][]): number => traces.filter((ones) => ones.some((one) => one.failed)).length;
      return {
        service: example.service,
        peer: example.peer,
        from: example.from,
        ms: { slow: mean(seen.slow, slow.length), normal: normal.length === 0 ? Number.NaN : mean(seen.normal, normal.length) },
        failed: { slow: failed(seen.slow), normal: failed(seen.normal) },
      };
    });
  const more = ({ ms }: PoolWait): number => ms.slow - (Number.isNaN(ms.normal) ? 0 : ms.normal);
  return waits.sort((a, b) => more(b) - more(a));
}

function* waitsOf({ tree, works, path }: AnalysedTrace): Generator<Wait> {
  const { spans } = tree.trace;
  const wait = (from: Wait['from'], service: string, peer: string, ms: number, failed: boolean): Wait => ({
    key: [from, service, peer].join('\u0000'),
    ...{ service, peer, from, ms, failed },
  });
  const onPath = new Map<number, number>();
  for (const { span, from, to } of path) onPath.set(span, (onPath.get(span) ?? 0) + to - from);
  for (const place of tree.belowEntry) {
    const { owed, service, peer } = works[place] as (typeof works)[number];
    if (owed === 'pool') yield wait('span', service, peer ?? 'unknown', onPath.get(place) ?? 0, (spans[place] as Span).error);
  }
  for (const [at, { span }] of path.entries()) {
    const before = path[at + 1];
    const call = spans[span] as Span;
    if (before === undefined || !isDatabaseCall(call) || before.span !== tree.parents[span] || works[span]?.owed === 'pool') continue;
    yield wait('gap', call.service, works[span]?.peer ?? 'unknown', before.to - before.from, false);
  }
}
