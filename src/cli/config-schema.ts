/** Text of heimr.yaml → choices. Loaded only where there is such a file. */

import { isMap, isNode, isPair, LineCounter, type Node } from 'yaml';
import * as z from 'zod';
import { HeimrError } from '../errors.js';
import { GATE_OPTIONS } from '../gate/catalog.js';
import { printable } from '../input/printable.js';
import { nearest } from '../model/spelling.js';
import type { Choices } from './choices.js';
import { BACKEND_KEYS, BACKEND_SCHEMAS } from './config-backends.js';
import { GATE_SCHEMA } from './config-gate.js';
import { LLM_SCHEMA } from './config-llm.js';
import { scalar } from './config-scalar.js';
import { type Document, parseYaml, toPlain } from './config-yaml.js';
import { laterFlag } from './later-versions.js';
import { parseApdexT, parseBoolean, parseCharts, parseDuration, parseMoment, parseText, parseTimeZone } from './values.js';

const texts = z.array(z.string({ error: 'must be a text' }).min(1, { error: 'must not be empty' }), { error: 'must be a list' });
const tagName = z.string().refine((name) => name.trim() !== '', { error: 'the name of a tag is empty' });
const tagValue = z.string({ error: 'must be a text, a number, or true or false' });

const SCHEMA = z.strictObject(
  {
    title: scalar(parseText).optional(),
    tags: z.map(tagName, tagValue, { error: 'must be a map of names and values' }).optional(),
    apdexT: scalar(parseApdexT).optional(),
    from: scalar(parseMoment).optional(),
    to: scalar(parseMoment).optional(),
    warmup: scalar(parseDuration).optional(),
    merge: scalar(parseBoolean).optional(),
    timezone: scalar(parseTimeZone).optional(),
    include: texts.optional(),
    exclude: texts.optional(),
    outputs: texts.optional(),
    charts: scalar(parseCharts).optional(),
    traceIdColumns: texts.optional(),
    gate: GATE_SCHEMA.optional(),
    ...BACKEND_SCHEMAS,
    llm: LLM_SCHEMA.optional(),
  },
  { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : 'must be a map of keys and values') },
);

/** Flags of the gate as keys, and where they stand. */
const GATE_FLAGS: Readonly<Record<string, string>> = {
  failOn: 'fail',
  warnOn: 'warn',
  gateWindow: 'window',
  toolThresholds: 'toolThresholds',
};

/** Keys that heimr.yaml may hold. */
export const CONFIG_KEYS: readonly string[] = Object.keys(SCHEMA.shape);

/**
 * @param file name for messages, without control characters
 * @throws HeimrError `config`, naming file, line and key
 */
export function parseConfig(text: string, file: string): Choices {
  const lines = new LineCounter();
  const document = parseYaml(text, file, lines);
  const parsed = SCHEMA.safeParse(toPlain(document, file, lines) ?? {});
  if (parsed.success) return toChoices(parsed.data);
  const issue = parsed.error.issues[0];
  if (!issue) throw parsed.error;
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = unknownKey === undefined ? issue.path : [...issue.path, unknownKey];
  const where = `${file}:${lineOf(document, path, lines)}`;
  if (unknownKey !== undefined) throw unknown(where, unknownKey, issue.path);
  const key = path.map(String).join('.');
  throw new HeimrError(
    'config',
    `${where}: ${key === '' ? 'the file' : printable(key)}: ${issue.message.replace(/\.$/, '')}.`,
    'Correct it there.',
  );
}

function unknown(where: string, key: string, path: readonly PropertyKey[]): HeimrError {
  if (path.length === 0 && Object.hasOwn(GATE_FLAGS, key)) {
    const hint = `Write it under gate: gate: { ${GATE_FLAGS[key]}: … }.`;
    return new HeimrError('config', `${where}: ${printable(key)} is no key of heimr.yaml.`, hint);
  }
  const later = laterFlag(`--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  if (later) return new HeimrError('config', `${where}: ${printable(key)}: ${later}.`, 'Take the key out.');
  const owner = String(path[0] ?? '');
  const keys =
    owner === 'gate' ? GATE_OPTIONS : Object.hasOwn(BACKEND_KEYS, owner) ? BACKEND_KEYS[owner as keyof typeof BACKEND_KEYS] : CONFIG_KEYS;
  const meant = nearest(key, keys);
  const hint = meant ? `Did you mean ${meant}?` : `Known keys: ${keys.join(', ')}.`;
  return new HeimrError('config', `${where}: ${printable(key)} is no key of ${keys === CONFIG_KEYS ? 'heimr.yaml' : owner}.`, hint);
}

/** @returns the line where the key of a path stands; of the nearest parent where the path leads nowhere */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    const pair = isMap(node) ? node.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === String(step)) : undefined;
    const next = pair ?? (isNode(node) && 'items' in node ? (node as { items: unknown[] }).items[Number(step)] : undefined);
    if (next === undefined) break;
    const start = ((isPair(next) ? next.key : next) as Node | null)?.range?.[0];
    if (start !== undefined) offset = start;
    node = isPair(next) ? next.value : next;
  }
  return lines.linePos(offset).line || 1;
}

function toChoices({ timezone, tags, prometheus, loki, tempo, grafana, ...same }: z.infer<typeof SCHEMA>): Choices {
  const choices = Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined)) as Choices;
  if (timezone !== undefined) choices.timeZone = timezone;
  const backends = Object.entries({ prometheus, loki, tempo, grafana }).filter(([, value]) => value !== undefined);
  if (backends.length > 0) choices.backends = Object.fromEntries(backends);
  if (tags !== undefined) choices.tags = [...tags].map(([name, value]) => ({ name, value }));
  return choices;
}
