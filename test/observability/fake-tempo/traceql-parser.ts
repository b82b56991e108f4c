import { type Token, TraceQlError, tokensOf } from './traceql-tokens.js';

export type Field =
  | { is: 'literal'; value: string | number | boolean | null; type: 'string' | 'number' | 'duration' | 'bool' | 'status' | 'kind' | 'nil' }
  | { is: 'attribute'; name: string }
  | { is: 'not' | 'minus'; of: Field }
  | { is: 'op'; op: string; left: Field; right: Field };

export type Spanset =
  | { is: 'filter'; field: Field | null }
  | { is: 'op'; op: string; left: Spanset; right: Spanset }
  | { is: 'pipeline'; query: Query };

export type Stage =
  | { is: 'aggregate'; fn: 'count' | 'avg' | 'max' | 'min' | 'sum'; field: Field | null; op: string; value: number }
  | { is: 'by' | 'select'; fields: Field[] }
  | { is: 'coalesce' }
  | { is: 'metrics'; fn: string; field: Field | null; numbers: number[]; by: Field[] }
  | { is: 'compare'; selection: Spanset; top: number; start: number; end: number };

export interface Query {
  spanset: Spanset;
  stages: Stage[];
  hints: Record<string, unknown>;
}

const STATUS = ['ok', 'error', 'unset'];
const KIND = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const STRUCTURE = ['>', '>>', '<', '<<', '~', '&>', '&>>', '&<', '&<<', '!>', '!>>', '!<', '!<<'];
const COMPARE = ['=', '!=', '>', '>=', '<', '<=', '=~', '!~'];
const INTRINSICS =
  /^(?:duration|name|status|statusMessage|kind|traceDuration|rootName|rootServiceName|nestedSetParent|nestedSetLeft|nestedSetRight|childCount|(?:span:(?:duration|name|kind|status|statusMessage|id|parentID|childCount)|trace:(?:duration|rootName|rootService|id)|event:(?:name|timeSinceStart)|link:(?:spanID|traceID)|instrumentation:(?:name|version)))$/;
const METRICS = /^(?:rate|count_over_time|(?:min|max|avg|sum|quantile|histogram)_over_time)$/;

/** A query as Tempo reads it. @param hints whether `with (…)` is known @throws TraceQlError with Tempo's text */
export function parseTraceQl(text: string, hints = true): Query {
  const tokens = tokensOf(text);
  let i = 0;
  const peek = (): Token => tokens[i] as Token;
  const unexpected = (token = peek()): never => {
    const named = {
      word: 'IDENTIFIER',
      string: 'STRING',
      number: 'INTEGER',
      duration: 'DURATION',
      attribute: token.text,
      op: token.text,
      end: '$end',
    }[token.kind];
    throw new TraceQlError(`invalid TraceQL query: parse error at line 1, col ${token.at}: syntax error: unexpected ${named}`);
  };
  const is = (op: string): boolean => peek().text === op && (peek().kind === 'op' || peek().kind === 'word');
  const accept = (op: string): boolean => is(op) && ++i > 0;
  const expect = (op: string): void => {
    if (!accept(op)) unexpected();
  };
  const binary = <T>(levels: string[][], level: number, leaf: () => T, make: (op: string, left: T, right: T) => T): T => {
    if (level === levels.length) return leaf();
    let left = binary(levels, level + 1, leaf, make);
    while (peek().kind === 'op' && (levels[level] as string[]).includes(peek().text)) {
      const op = (tokens[i++] as Token).text;
      left = make(op, left, binary(levels, level + 1, leaf, make));
    }
    return left;
  };
  const field = (): Field =>
    binary<Field>([['||'], ['&&'], COMPARE, ['+', '-'], ['*', '/', '%'], ['^']], 0, unary, (op, left, right) => ({
      is: 'op',
      op,
      left,
      right,
    }));
  function unary(): Field {
    if (accept('!')) return { is: 'not', of: unary() };
    if (accept('-')) return { is: 'minus', of: unary() };
    if (accept('(')) {
      const inner = field();
      expect(')');
      return inner;
    }
    const token = peek();
    const literal = (value: string | number | boolean | null, type: Extract<Field, { is: 'literal' }>['type']): Field => ({
      is: 'literal',
      value,
      type,
    });
    i++;
    if (token.kind === 'string') return literal(token.value, 'string');
    if (token.kind === 'number') return literal(token.value, 'number');
    if (token.kind === 'duration') return literal(token.value, 'duration');
    if (token.kind === 'attribute') return { is: 'attribute', name: String(token.value) };
    if (token.kind !== 'word') return unexpected(token);
    if (token.text === 'true' || token.text === 'false') return literal(token.text === 'true', 'bool');
    if (token.text === 'nil') return literal(null, 'nil');
    if (STATUS.includes(token.text)) return literal(token.text, 'status');
    if (KIND.includes(token.text)) return literal(token.text, 'kind');
    if (INTRINSICS.test(token.text)) return { is: 'attribute', name: token.text };
    return unexpected(token);
  }
  const spanset = (): Spanset =>
    binary<Spanset>([['||'], ['&&'], STRUCTURE], 0, spansetLeaf, (op, left, right) => ({ is: 'op', op, left, right }));
  function spansetLeaf(): Spanset {
    if (accept('(')) {
      const query = pipeline();
      expect(')');
      return { is: 'pipeline', query };
    }
    expect('{');
    if (accept('}')) return { is: 'filter', field: null };
    const condition = field();
    expect('}');
    return { is: 'filter', field: condition };
  }
  const fields = (): Field[] => {
    expect('(');
    const list = [field()];
    while (accept(',')) list.push(field());
    expect(')');
    return list;
  };
  const numeral = (): number => {
    const minus = accept('-');
    const token = peek();
    if (token.kind !== 'number' && token.kind !== 'duration') unexpected();
    i++;
    return (minus ? -1 : 1) * Number(token.value);
  };
  function stage(): Stage {
    const token = peek();
    if (token.kind !== 'word') unexpected();
    i++;
    if (token.text === 'by' || token.text === 'select') return { is: token.text, fields: fields() };
    if (token.text === 'coalesce') {
      expect('(');
      expect(')');
      return { is: 'coalesce' };
    }
    if (token.text === 'compare') {
      expect('(');
      const selection = spanset();
      const numbers = [10, 0, 0];
      for (let n = 0; n < 3 && accept(','); n++) numbers[n] = numeral();
      expect(')');
      return { is: 'compare', selection, top: numbers[0] as number, start: numbers[1] as number, end: numbers[2] as number };
    }
    if (METRICS.test(token.text)) {
      expect('(');
      const of = is(')') ? null : field();
      const numbers: number[] = [];
      while (accept(',')) numbers.push(numeral());
      expect(')');
      return { is: 'metrics', fn: token.text, field: of, numbers, by: accept('by') ? fields() : [] };
    }
    if (!/^(?:count|avg|max|min|sum)$/.test(token.text)) unexpected(token);
    expect('(');
    const of = is(')') ? null : field();
    expect(')');
    const op = peek();
    if (!COMPARE.slice(0, 6).includes(op.text)) unexpected();
    i++;
    return { is: 'aggregate', fn: token.text as 'count', field: of, op: op.text, value: numeral() };
  }
  function pipeline(): Query {
    const query: Query = { spanset: spanset(), stages: [], hints: {} };
    while (accept('|')) query.stages.push(stage());
    return query;
  }
  const query = pipeline();
  if (hints && accept('with')) {
    expect('(');
    do {
      const name = peek();
      i++;
      expect('=');
      const value = field();
      query.hints[name.text] = value.is === 'literal' ? value.value : null;
    } while (accept(','));
    expect(')');
  }
  if (peek().kind !== 'end') unexpected();
  return query;
}
