/** YAML of heimr.yaml → texts, lists and maps, in time that grows with the length of the file only. */

import { CST, isAlias, isMap, isScalar, isSeq, Lexer, type LineCounter, parseDocument } from 'yaml';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';

/** Uses of anchors that are followed; more are a bomb. */
const MAX_ALIASES = 50;
/** Lists and maps within each other. The deepest that means anything here is 2. */
const MAX_DEPTH = 64;

/** A parsed file. */
export type Document = ReturnType<typeof parseDocument>;

/** @throws HeimrError `config`, naming file and line */
export function parseYaml(text: string, file: string, lines: LineCounter): Document {
  refuseSlow(text, file);
  let document: Document;
  try {
    // Keys are compared by us: `uniqueKeys` compares each with each. `failsafe` leaves scalars as they are written: 1.10 is not 1.1.
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, schema: 'failsafe' });
  } catch (error) {
    throw tooDeep(file, error);
  }
  const problem = document.errors[0];
  if (!problem) return document;
  const overflow = document.errors.find(({ message }) => message.startsWith('Maximum call stack'));
  throw overflow ? tooDeep(file, overflow) : invalid(file, lines, problem.pos[0], problem.message, problem);
}

/**
 * @returns maps as Map, but the outermost as an object without prototype, which is what the schema reads; scalars as text; what is left
 * empty as null
 * @throws HeimrError `config` for a key given twice, and for anchors without bound
 */
export function toPlain(document: Document, file: string, lines: LineCounter): unknown {
  let aliases = 0;
  const plain = (node: unknown, depth: number): unknown => {
    if (depth > MAX_DEPTH) throw tooDeep(file);
    if (isAlias(node)) {
      aliases++;
      if (aliases > MAX_ALIASES) {
        throw new HeimrError('config', `${file} uses anchors so often that it would grow without bound.`, 'Write the values out.');
      }
      const target = node.resolve(document);
      if (!target)
        throw invalid(file, lines, node.range?.[0] ?? 0, `*${node.source} is used, but &${node.source} does not stand before it`);
      return plain(target, depth);
    }
    if (isSeq(node)) return node.items.map((item) => plain(item, depth + 1));
    if (isMap(node)) {
      const map = new Map<string, unknown>();
      for (const { key, value } of node.items) {
        const name = plain(key, depth + 1) ?? '';
        const at = (key as { range?: [number, number, number] } | null)?.range?.[0] ?? node.range?.[0] ?? 0;
        if (typeof name !== 'string') throw invalid(file, lines, at, 'A key must be a text');
        if (map.has(name)) throw invalid(file, lines, at, 'Map keys must be unique');
        map.set(name, plain(value, depth + 1));
      }
      return map;
    }
    if (!isScalar(node)) return null;
    return node.type === 'PLAIN' && node.value === '' ? null : String(node.value);
  };
  const root = plain(document.contents, 0);
  if (!(root instanceof Map)) return root;
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, value] of root) object[key] = value;
  return object;
}

/** What the parser takes minutes for: keys marked with `?` within each other (64 KiB: 6 minutes). And what overflows its stack. */
function refuseSlow(text: string, file: string): void {
  let depth = 0;
  let scalarFollows = false;
  for (const token of new Lexer().lex(text)) {
    const type: string | null = scalarFollows ? 'scalar' : CST.tokenType(token);
    scalarFollows = type === 'scalar' && token === CST.SCALAR;
    if (type === 'explicit-key-ind') {
      throw new HeimrError('config', `${file} holds a key marked with "?", which no key here needs.`, 'Write it as key: value.');
    }
    if (type === 'flow-seq-start' || type === 'flow-map-start') depth++;
    if (type === 'flow-seq-end' || type === 'flow-map-end') depth--;
    if (depth > MAX_DEPTH) throw tooDeep(file);
  }
}

function tooDeep(file: string, cause?: unknown): HeimrError {
  return new HeimrError('config', `${file} is nested too deep to be a configuration.`, 'Check that it is the right file.', cause);
}

function invalid(file: string, lines: LineCounter, offset: number, message: string, cause?: unknown): HeimrError {
  const { line, col } = lines.linePos(offset);
  return new HeimrError('config', `${file}:${line}:${col}: this is no valid YAML: ${printable(message)}`, 'Correct it there.', cause);
}
