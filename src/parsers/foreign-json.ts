/**
 * The outline of a JSON document of which only the beginning is at hand. `JSON.parse` is no help there: a HAR or a k6
 * summary can be one line of megabytes, so a head of 64 KiB is nearly always cut inside a value. This scanner keeps the
 * names and short scalars it meets near the root and stops quietly where the bytes end.
 */

/** One value of the outline. */
export interface JsonNode {
  readonly kind: 'object' | 'array' | 'scalar';
  /** Members of an object by name; of an array only the first item, under {@link ITEM}. */
  readonly members: ReadonlyMap<string, JsonNode>;
  /** Raw text of a scalar (strings without quotes, escapes kept), at most 80 characters; empty for the others. */
  readonly text: string;
}

/** Name under which an array keeps its first item. */
export const ITEM = '[]';

// Deeper members never decide what a file is; the count bounds memory on a head of nothing but names.
const MAX_DEPTH = 5;
const MAX_NODES = 4000;
const MAX_TEXT = 80;
const SCALAR = /^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity)$/;
const BARE_END = /[\s,:[\]{}"]/g;

interface Frame {
  readonly kind: 'object' | 'array' | 'scalar';
  readonly members: Map<string, JsonNode>;
  text: string;
  /** Name that waits for its value. */
  name: string | undefined;
}

/** Index of the quote that ends the string begun at `open`, or -1 if the text ends first. */
function closingQuote(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}

/** Puts a value where it belongs: under the waiting name, or as an array's first item. */
function attach(parent: Frame, child: Frame): void {
  const name = parent.kind === 'array' ? ITEM : parent.name;
  parent.name = undefined;
  if (name !== undefined && !parent.members.has(name)) parent.members.set(name, child);
}

/**
 * Scans one JSON document from its first bracket to its end or the end of the text.
 * @returns the outline, or undefined if the text does not begin with `{` or `[` or is no JSON
 */
export function outlineOf(text: string): JsonNode | undefined {
  if (text[0] !== '{' && text[0] !== '[') return undefined;
  const open: Frame[] = [];
  let root: Frame | undefined;
  let nodes = 0;
  const add = (kind: Frame['kind'], value: string): Frame => {
    const frame: Frame = { kind, members: new Map(), text: value.slice(0, MAX_TEXT), name: undefined };
    const parent = open.at(-1);
    root ??= frame;
    if (parent && open.length <= MAX_DEPTH && nodes++ < MAX_NODES) attach(parent, frame);
    else if (parent) parent.name = undefined;
    return frame;
  };

  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    const top = open.at(-1);
    if (/[\s,]/.test(char)) continue;
    if (char === '{' || char === '[') {
      if (top?.kind === 'object' && top.name === undefined) return undefined;
      open.push(add(char === '{' ? 'object' : 'array', ''));
    } else if (char === '}' || char === ']') {
      if (open.pop()?.kind !== (char === '}' ? 'object' : 'array')) return undefined;
      if (open.length === 0) break;
    } else if (char === '"') {
      const end = closingQuote(text, at);
      if (end < 0) break;
      const value = text.slice(at + 1, end);
      at = end;
      if (top?.kind !== 'object' || top.name !== undefined) {
        add('scalar', value);
        continue;
      }
      while (/\s/.test(text[at + 1] ?? '')) at++;
      if (at + 1 >= text.length) break;
      if (text[++at] !== ':') return undefined;
      top.name = value;
    } else {
      BARE_END.lastIndex = at;
      const end = BARE_END.exec(text)?.index ?? text.length;
      if (end === text.length) break;
      if (end === at || !SCALAR.test(text.slice(at, end))) return undefined;
      if (top?.kind === 'object' && top.name === undefined) return undefined;
      add('scalar', text.slice(at, end));
      at = end - 1;
    }
  }
  return root;
}

/** The node at the end of a path of names, if it was seen. */
export function nodeAt(node: JsonNode | undefined, ...path: string[]): JsonNode | undefined {
  return path.reduce<JsonNode | undefined>((at, name) => at?.members.get(name), node);
}

/** True if the node has all these members. */
export function hasAll(node: JsonNode | undefined, ...names: string[]): boolean {
  return node !== undefined && names.every((name) => node.members.has(name));
}
