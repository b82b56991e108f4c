import { isMembers, type Members, member, numberIn, textIn } from './json-members.js';

/** Shapes of an end-of-test summary: A `--summary-export`, B `handleSummary(data)`, C the machine-readable one. */
export type Shape = 'A' | 'B' | 'C';

/** One metric of a summary, whatever its shape. */
export interface SummaryMetric {
  name: string;
  kind: 'counter' | 'gauge' | 'rate' | 'trend';
  unit: 'ms' | 'bytes' | '';
  values: Members;
  /** Conditions with k6's result. */
  thresholds: { expression: string; passed: boolean }[];
}

/** Metrics and checks kept. */
const MAX = 2000;

/** Metrics that k6 defines; each shape has some of them in any test. */
const BUILT_IN = ['http_reqs', 'http_req_duration', 'iterations', 'iteration_duration', 'data_sent', 'data_received', 'vus', 'vus_max'];

/** Tells the shape of a parsed document; null for what is no summary of k6. */
export function shapeOf(document: unknown): Shape | null {
  if (textIn(member(document, 'metadata'), 'k6Version') !== null && isMembers(member(document, 'results'))) return 'C';
  const metrics = member(document, 'metrics');
  if (!isMembers(metrics)) return null;
  const all = Object.values(metrics).filter(isMembers);
  const known = BUILT_IN.some((name) => isMembers(member(metrics, name)));
  const isB = all.length > 0 && all.every((metric) => isMembers(member(metric, 'values')) && textIn(metric, 'type') !== null);
  if (isB && (known || isMembers(member(document, 'state')) || isMembers(member(document, 'root_group')))) return 'B';
  if (isB) return null;
  return known && all.every((metric) => Object.values(metric).every((value) => typeof value === 'number' || isMembers(value))) ? 'A' : null;
}

/** Metrics of a document of any shape; what cannot be understood is left to `reject`. */
export function metricsOf(document: unknown, shape: Shape, reject: (name: string, why: string) => void): SummaryMetric[] {
  const found: SummaryMetric[] = [];
  const entries: [string, unknown][] =
    shape === 'C'
      ? [member(member(document, 'results'), 'metrics'), member(member(member(document, 'results'), 'checks'), 'metrics')]
          .flatMap((list) => (Array.isArray(list) ? list : []))
          .map((metric) => [textIn(metric, 'name') ?? '', metric])
      : Object.entries(member(document, 'metrics') as Members);
  for (const [name, metric] of entries.slice(0, MAX)) {
    if (!isMembers(metric) || name === '') {
      reject(name, 'a metric that is no object with a name');
      continue;
    }
    const values = shape === 'A' ? metric : member(metric, 'values');
    const kind = kindOf(metric, values);
    if (kind === null || !isMembers(values)) {
      reject(name, 'a metric without values that k6 writes');
      continue;
    }
    found.push({ name, kind, unit: unitOf(name, kind, metric, shape), values, thresholds: thresholdsOf(name, metric, shape) });
  }
  return found;
}

/** Its own word, or for shape A, which has none, the values that only one kind has. */
function kindOf(metric: Members, values: unknown): SummaryMetric['kind'] | null {
  const type = textIn(metric, 'type');
  if (type === 'counter' || type === 'gauge' || type === 'rate' || type === 'trend') return type;
  if (!isMembers(values)) return null;
  if (Object.hasOwn(values, 'passes')) return 'rate';
  if (Object.hasOwn(values, 'count') && Object.hasOwn(values, 'rate')) return 'counter';
  if (Object.hasOwn(values, 'value')) return 'gauge';
  return ['avg', 'min', 'med', 'max'].some((name) => Object.hasOwn(values, name)) || Object.keys(values).some((name) => /^p\(/.test(name))
    ? 'trend'
    : null;
}

function unitOf(name: string, kind: SummaryMetric['kind'], metric: Members, shape: Shape): SummaryMetric['unit'] {
  const contains = textIn(metric, 'contains');
  if (contains !== null) return contains === 'time' ? 'ms' : contains === 'data' ? 'bytes' : '';
  if (shape !== 'A') return '';
  // Shape A does not say; k6's own names do.
  if (/^data_(?:sent|received)/.test(name)) return 'bytes';
  return kind === 'trend' && /^(?:http_req_|iteration_duration|group_duration|grpc_req_duration|ws_)/.test(name) ? 'ms' : '';
}

/** In shape A true means crossed, in shape B `ok: true` means held. */
function thresholdsOf(name: string, metric: Members, shape: Shape): SummaryMetric['thresholds'] {
  const thresholds = member(metric, 'thresholds');
  if (!isMembers(thresholds)) return [];
  return Object.entries(thresholds)
    .slice(0, 100)
    .flatMap(([expression, result]) => {
      const passed = typeof result === 'boolean' ? (shape === 'A' ? !result : result) : member(result, 'ok');
      return typeof passed === 'boolean' ? [{ expression: `${name}: ${expression}`, passed }] : [];
    });
}

/** Checks of all groups, with the groups they stand in. Groups are maps in shape A, lists in shape B. */
export function checksOf(document: unknown, shape: Shape): { name: string; passes: number; fails: number }[] {
  const found: { name: string; passes: number; fails: number }[] = [];
  if (shape === 'C') {
    const results = member(member(member(document, 'results'), 'checks'), 'results');
    if (Array.isArray(results)) for (const check of results) add(found, '', check);
    return found;
  }
  walk(found, member(document, 'root_group'), '', 0);
  return found;
}

function walk(found: { name: string; passes: number; fails: number }[], group: unknown, path: string, depth: number): void {
  if (!isMembers(group) || depth > 50) return;
  for (const check of listOf(member(group, 'checks'))) add(found, path, check);
  for (const inner of listOf(member(group, 'groups'))) {
    const name = textIn(inner, 'name') ?? '';
    walk(found, inner, path === '' ? name : `${path} / ${name}`, depth + 1);
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : isMembers(value) ? Object.values(value) : [];
}

function add(found: { name: string; passes: number; fails: number }[], path: string, check: unknown): void {
  const name = textIn(check, 'name');
  const passes = numberIn(check, 'passes');
  const fails = numberIn(check, 'fails');
  if (name === null || passes === null || fails === null || found.length >= MAX) return;
  found.push({ name: path === '' ? name : `${path} / ${name}`, passes, fails });
}
