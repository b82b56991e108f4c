/** Fields of a structured line, flat: `err.message` for what is nested. In order of appearance. */
export type LogFields = ReadonlyMap<string, string>;

/** Fields of one line; what comes after is not looked at. */
const MAX_FIELDS = 64;
/** How deep objects are followed. */
const MAX_DEPTH = 3;
/** Longest value kept, characters: a stack trace in a field needs its first lines only. */
const MAX_VALUE = 1024;
const PAIR = /([A-Za-z_@][\w.@/-]{0,63})=("(?:[^"\\]|\\.){0,2048}"|[^\s"]\S{0,2047}|)(?=\s|$)/y;
const BLANKS = /\s+/y;
const WORD = /\S+/y;
/** Members of JSON that was cut. */
const MEMBER = /"([^"\\]{1,64})"\s{0,8}:\s{0,8}(?:"((?:[^"\\]|\\.){0,1024})"|(-?[\d.eE+-]{1,32}|true|false|null))/g;

/**
 * Fields of a line that is one JSON object or logfmt; null for any other text.
 * @param text a line, already cut to a sane length
 */
export function fieldsOf(text: string): LogFields | null {
  const first = text.charCodeAt(firstCharacter(text));
  return first === 123 ? jsonFields(text) : logfmtFields(text);
}

function firstCharacter(text: string): number {
  let i = 0;
  while (i < text.length && text.charCodeAt(i) <= 32) i++;
  return i;
}

function jsonFields(text: string): LogFields | null {
  const fields = new Map<string, string>();
  try {
    flatten(JSON.parse(text), '', 0, fields);
  } catch {
    // Cut, or broken: what can be seen of it.
    for (const [, name = '', quoted, bare = ''] of text.matchAll(MEMBER)) {
      if (fields.size >= MAX_FIELDS) break;
      if (!fields.has(name)) fields.set(name, quoted === undefined ? bare : unescaped(quoted));
    }
  }
  return fields.size === 0 ? null : fields;
}

function flatten(value: unknown, name: string, depth: number, into: Map<string, string>): void {
  if (into.size >= MAX_FIELDS || value === null || value === undefined) return;
  if (Array.isArray(value)) {
    if (value.length > 0 && typeof value[0] !== 'object') into.set(name, cut(String(value[0])));
    return;
  }
  if (typeof value !== 'object') {
    if (name !== '') into.set(name, cut(String(value)));
    return;
  }
  if (depth > MAX_DEPTH) return;
  for (const [key, member] of Object.entries(value)) flatten(member, name === '' ? key : `${name}.${key}`, depth + 1, into);
}

/** At least two pairs, the line starts with one, and words outside of pairs are the exception. */
function logfmtFields(text: string): LogFields | null {
  const fields = new Map<string, string>();
  let at = firstCharacter(text);
  let loose = 0;
  const bare: string[] = [];
  while (at < text.length && fields.size < MAX_FIELDS) {
    PAIR.lastIndex = at;
    const pair = PAIR.exec(text);
    if (pair === null) {
      if (fields.size === 0) return null;
      WORD.lastIndex = at;
      const word = WORD.exec(text)?.[0] ?? '';
      if (++loose > fields.size) return null;
      bare.push(word);
      at += word.length;
    } else {
      const value = pair[2] as string;
      if (!fields.has(pair[1] as string)) fields.set(pair[1] as string, cut(value.startsWith('"') ? unescaped(value.slice(1, -1)) : value));
      at = PAIR.lastIndex;
    }
    BLANKS.lastIndex = at;
    if (BLANKS.test(text)) at = BLANKS.lastIndex;
    else if (at < text.length) return null;
  }
  if (fields.size < 2) return null;
  if (bare.length > 0 && !fields.has('msg') && !fields.has('message')) fields.set('msg', cut(bare.join(' ')));
  return fields;
}

function cut(value: string): string {
  return value.length > MAX_VALUE ? value.slice(0, MAX_VALUE) : value;
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return code === 'n' ? '\n' : code === 't' ? '\t' : code === 'r' ? '\r' : code;
  });
}
