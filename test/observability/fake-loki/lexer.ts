import { Refusal } from './entries.js';

/** A token of LogQL. `col` counts from 1. */
export interface Token {
  kind: 'name' | 'string' | 'number' | 'duration' | 'op' | 'end';
  text: string;
  col: number;
}

const TOKEN =
  /\s+|(?<duration>(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d|w|y))+)|(?<number>-?\d+(?:\.\d+)?)|(?<name>[A-Za-z_][\w]*)|"(?<quoted>(?:[^"\\\n]|\\.)*)"|`(?<raw>[^`]*)`|(?<op>\|=|\|~|\|>|!=|!~|!>|=~|==|>=|<=|[{}()[\],|=<>*/+-])/gy;

/** Splits a query into tokens. @throws Refusal with Loki's text */
export function tokens(query: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < query.length) {
    const col = TOKEN.lastIndex + 1;
    const match = TOKEN.exec(query);
    if (match === null) {
      const character = query[col - 1] as string;
      if (character === '"' || character === '`') throw new Refusal(`parse error at line 1, col ${col}: literal not terminated`);
      throw new Refusal(`parse error at line 1, col ${col}: syntax error: unexpected ${character}`);
    }
    const { duration, number, name, quoted, raw, op } = match.groups as Record<string, string | undefined>;
    if (duration !== undefined) found.push({ kind: 'duration', text: duration, col });
    else if (number !== undefined) found.push({ kind: 'number', text: number, col });
    else if (name !== undefined) found.push({ kind: 'name', text: name, col });
    else if (quoted !== undefined) found.push({ kind: 'string', text: unquoted(quoted, col), col });
    else if (raw !== undefined) found.push({ kind: 'string', text: raw, col });
    else if (op !== undefined) found.push({ kind: 'op', text: op, col });
  }
  found.push({ kind: 'end', text: '$end', col: query.length + 1 });
  return found;
}

/** Escapes of Go: others than these are an error. */
function unquoted(text: string, col: number): string {
  return text.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/gs, (_, code: string) => {
    if (code.length > 1) return String.fromCodePoint(Number.parseInt(code.slice(1), 16));
    const known: Record<string, string> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\', a: '\u0007', b: '\b', f: '\f', v: '\v' };
    const meant = known[code];
    if (meant === undefined) throw new Refusal(`parse error at line 1, col ${col}: invalid char escape`);
    return meant;
  });
}

/** Length of a Go duration, ms. */
export function durationMs(text: string): number {
  const unit: Record<string, number> = {
    ns: 1e-6,
    us: 1e-3,
    µs: 1e-3,
    ms: 1,
    s: 1000,
    m: 60_000,
    h: 3_600_000,
    d: 86_400_000,
    w: 604_800_000,
    y: 31_536_000_000,
  };
  let total = 0;
  for (const [, value, name] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d|w|y)/g))
    total += Number(value) * (unit[name as string] as number);
  return total;
}
