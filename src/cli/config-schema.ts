/** Text of heimr.yaml → choices. Loaded only where there is such a file. */

import { isMap, isNode, isPair, LineCounter, type Node } from 'yaml';
import * as z from 'zod';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import type { Choices } from './choices.js';
import { type Document, parseYaml, toPlain } from './config-yaml.js';
import { laterFlag } from './later-versions.js';
import { nearest } from '../model/spelling.js';
import { parseApdexT, parseBoolean, parseDuration, parseLlm, parseMoment, parseText, parseTimeZone, ValueError } from './values.js';

/** A YAML scalar, which is text here as in a flag. */
function scalar<T>(parse: (text: string) => T) {
  return z.string({ error: 'must be a text or a number' }).transform((value, context): T => {
    try {
      return parse(value);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      context.addIssue({ code: 'custom', message: `${error.message}. ${error.hint}` });
      return z.NEVER;
    }
  });
}

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
    traceIdColumns: texts.optional(),
    llm: scalar(parseLlm).optional(),
  },
  { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : 'must be a map of keys and values') },
);

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
  if (unknownKey !== undefined) throw unknown(where, unknownKey);
  const key = path.map(String).join('.');
  throw new HeimrError(
    'config',
    `${where}: ${key === '' ? 'the file' : printable(key)}: ${issue.message.replace(/\.$/, '')}.`,
    'Correct it there.',
  );
}

function unknown(where: string, key: string): HeimrError {
  const later = laterFlag(`--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  if (later) return new HeimrError('config', `${where}: ${printable(key)}: ${later}.`, 'Take the key out.');
  const meant = nearest(key, CONFIG_KEYS);
  const hint = meant ? `Did you mean ${meant}?` : `Known keys: ${CONFIG_KEYS.join(', ')}.`;
  return new HeimrError('config', `${where}: ${printable(key)} is no key of heimr.yaml.`, hint);
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

function toChoices({ llm: _none, timezone, tags, ...same }: z.infer<typeof SCHEMA>): Choices {
  const choices = Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined)) as Choices;
  if (timezone !== undefined) choices.timeZone = timezone;
  if (tags !== undefined) choices.tags = [...tags].map(([name, value]) => ({ name, value }));
  return choices;
}
