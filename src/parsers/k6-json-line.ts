import { decodeText } from '../decode/byte-text.js';
import { type K6Tags, tagsOf } from './k6-tags.js';

/** A line as the exact reader sees it. */
export type K6Line =
  | { type: 'point'; metric: string; time: string; value: number; tags: K6Tags; identity: string }
  | { type: 'metric'; name: string; kind: unknown; contains: unknown; thresholds: string[]; version: null };

type Members = Record<string, unknown>;

/**
 * Reads any line of `--out json`, in any order of keys.
 * @returns null for what is no JSON, undefined for JSON that is neither a point nor a metric
 */
export function readLine(bytes: Uint8Array, from: number, to: number, traceIdNames: readonly string[]): K6Line | null | undefined {
  let value: unknown;
  try {
    value = JSON.parse(decodeText(bytes, from, to));
  } catch {
    return null;
  }
  if (!isMembers(value) || !isMembers(value.data)) return undefined;
  const { data } = value;
  if (value.type === 'Metric') {
    const name = data.name ?? value.metric;
    if (typeof name !== 'string') return undefined;
    const thresholds = Array.isArray(data.thresholds) ? data.thresholds.map(expressionOf).filter((text) => text !== '') : [];
    return { type: 'metric', name, kind: data.type, contains: data.contains, thresholds, version: null };
  }
  if (value.type !== 'Point' || typeof value.metric !== 'string') return undefined;
  if (typeof data.time !== 'string' || typeof data.value !== 'number') return undefined;
  try {
    return { type: 'point', metric: value.metric, time: data.time, value: data.value, ...readTags(data.tags, data.metadata, traceIdNames) };
  } catch {
    // Values of tags are texts; only nesting by the thousand, which no k6 writes, cannot be written down again.
    return undefined;
  }
}

/**
 * Tags and metadata as they are used, and a text that is equal for equal ones, whatever their order.
 * @param tags value of `tags`; @param metadata value of `metadata`
 */
export function readTags(tags: unknown, metadata: unknown, traceIdNames: readonly string[]): { tags: K6Tags; identity: string } {
  const own = isMembers(tags) ? tags : {};
  const more = isMembers(metadata) ? metadata : {};
  return {
    tags: tagsOf(
      (name) => textOf(own, name),
      (name) => textOf(more, name),
      traceIdNames,
    ),
    identity: JSON.stringify([sorted(own), sorted(more)]),
  };
}

function textOf(members: Members, name: string): string {
  if (Object.hasOwn(members, name)) return asText(members[name]);
  return '';
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function sorted(members: Members): [string, unknown][] {
  return Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Old files have conditions as objects, new ones as texts. */
function expressionOf(threshold: unknown): string {
  if (typeof threshold === 'string') return threshold;
  return isMembers(threshold) && typeof threshold.source === 'string' ? threshold.source : '';
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
