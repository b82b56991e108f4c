/** A refused query: the text as Tempo says it. */
export class TraceQlError extends Error {}

export interface Token {
  kind: 'op' | 'string' | 'number' | 'duration' | 'word' | 'attribute' | 'end';
  text: string;
  /** Value of a literal: durations in ns. */
  value: string | number;
  /** Column, from 1. */
  at: number;
}

const OPS = [
  '&>>',
  '!>>',
  '!<<',
  '&<<',
  '&>',
  '&<',
  '!>',
  '!<',
  '>>',
  '<<',
  '&&',
  '||',
  '>=',
  '<=',
  '!=',
  '!~',
  '=~',
  '=',
  '>',
  '<',
  '~',
  '!',
  '{',
  '}',
  '(',
  ')',
  '|',
  ',',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
];
const NS: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9, d: 86400e9 };
const DURATION = /^(?:\d+(?:\.\d+)?|\.\d+)(?:ns|us|µs|ms|s|m|h|d)(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d))*(?![\w.])/;

/** Words of a query. @throws TraceQlError */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: Token['kind'], length: number, value: string | number = query.slice(at, at + length)): void => {
    tokens.push({ kind, text: query.slice(at, at + length), value, at: at + 1 });
    at += length;
  };
  while (at < query.length) {
    const rest = query.slice(at);
    const space = /^\s+/.exec(rest);
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    const text = /^"((?:[^"\\]|\\.)*)"|^`([^`]*)`/.exec(rest);
    if (text !== null) {
      push('string', text[0].length, text[2] ?? (text[1] ?? '').replace(/\\(.)/g, '$1'));
      continue;
    }
    const duration = DURATION.exec(rest);
    if (duration !== null) {
      let ns = 0;
      for (const [, n, unit] of duration[0].matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h|d)/g)) ns += Number(n) * (NS[unit as string] as number);
      push('duration', duration[0].length, ns);
      continue;
    }
    const number = /^(?:\d+(?:\.\d+)?|\.\d+)(?![\w.])/.exec(rest);
    if (number !== null) {
      push('number', number[0].length, Number(number[0]));
      continue;
    }
    const attribute = /^(?:span|resource|event|link|instrumentation|parent)?\.(?:[\w./:-]|"(?:[^"\\]|\\.)*")+/.exec(rest);
    if (attribute !== null) {
      push('attribute', attribute[0].length, attribute[0].replace(/"((?:[^"\\]|\\.)*)"/g, '$1'));
      continue;
    }
    const word = /^[A-Za-z_]\w*(?::[A-Za-z]\w*)?/.exec(rest);
    if (word !== null) {
      push('word', word[0].length);
      continue;
    }
    const op = OPS.find((one) => rest.startsWith(one));
    if (op === undefined)
      throw new TraceQlError(`invalid TraceQL query: parse error at line 1, col ${at + 1}: syntax error: unexpected $unk`);
    push('op', op.length);
  }
  tokens.push({ kind: 'end', text: '$end', value: '', at: query.length + 1 });
  return tokens;
}
