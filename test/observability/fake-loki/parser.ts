import { Refusal } from './entries.js';
import { durationMs, type Token, tokens } from './lexer.js';
import { checkSelector, type Matcher, regexp } from './matcher.js';
import type { LogQuery, MetricQuery, Query, Stage } from './syntax.js';

const RANGES = new Set(['count_over_time', 'rate', 'bytes_over_time', 'bytes_rate']);
const AGGREGATES = new Set(['sum', 'min', 'max', 'avg', 'count', 'topk', 'bottomk']);

/** Parses the part of LogQL that the fake knows. @throws Refusal with Loki's text for the rest */
export function parse(query: string): Query {
  if (query.trim() === '') throw new Refusal('parse error : syntax error: unexpected $end');
  const reader = new Reader(tokens(query));
  const parsed = reader.query();
  if (reader.next.kind !== 'end') reader.unexpected();
  return parsed;
}

class Reader {
  #at = 0;
  constructor(readonly tokens: Token[]) {}

  get next(): Token {
    return this.tokens[this.#at] as Token;
  }

  unexpected(expecting = ''): never {
    const { kind, text, col } = this.next;
    const what =
      kind === 'name'
        ? 'IDENTIFIER'
        : kind === 'string'
          ? 'STRING'
          : kind === 'number'
            ? 'NUMBER'
            : kind === 'duration'
              ? 'DURATION'
              : text;
    throw new Refusal(
      `parse error at line 1, col ${col}: syntax error: unexpected ${what}${expecting === '' ? '' : `, expecting ${expecting}`}`,
    );
  }

  query(): Query {
    return this.next.text === '{' ? this.#log() : this.#metric();
  }

  #take(kind: Token['kind'], expecting = ''): string {
    if (this.next.kind !== kind) this.unexpected(expecting);
    return (this.tokens[this.#at++] as Token).text;
  }

  #op(text: string, expecting = text): void {
    if (this.next.kind !== 'op' || this.next.text !== text) this.unexpected(expecting);
    this.#at++;
  }

  #is(text: string): boolean {
    return (this.next.kind === 'op' || this.next.kind === 'name') && this.next.text === text;
  }

  #skip(text: string): boolean {
    const is = this.#is(text);
    if (is) this.#at++;
    return is;
  }

  #metric(): MetricQuery {
    const fn = this.#take('name');
    if (RANGES.has(fn)) {
      this.#op('(');
      const log = this.#log(true);
      this.#op('[');
      const range = durationMs(this.#take('duration', 'DURATION'));
      this.#op(']');
      log.stages.push(...this.#stages());
      this.#op(')');
      return { kind: 'range', fn: fn as 'rate', log, range };
    }
    if (!AGGREGATES.has(fn)) {
      this.#at--;
      this.unexpected();
    }
    let { grouping, labels } = this.#grouping();
    this.#op('(');
    let k = 0;
    if (fn === 'topk' || fn === 'bottomk') {
      k = Number(this.#take('number', 'NUMBER'));
      this.#op(',');
    }
    const of = this.#metric();
    this.#op(')');
    if (grouping === null) ({ grouping, labels } = this.#grouping());
    return { kind: 'aggregate', fn: fn as 'sum', k, grouping, labels, of };
  }

  #grouping(): { grouping: 'by' | 'without' | null; labels: string[] } {
    const grouping = this.#skip('by') ? 'by' : this.#skip('without') ? 'without' : null;
    const labels: string[] = [];
    if (grouping !== null) {
      this.#op('(');
      while (!this.#skip(')')) {
        labels.push(this.#take('name', 'IDENTIFIER or )'));
        if (!this.#is(')')) this.#op(',', ', or )');
      }
    }
    return { grouping, labels };
  }

  #log(inner = false): LogQuery {
    this.#op('{', inner ? '{ or (' : '{');
    const selector: Matcher[] = [];
    while (!this.#skip('}')) {
      const name = this.#take('name', 'IDENTIFIER or }');
      const op = this.next.text;
      if (!['=', '!=', '=~', '!~'].includes(op)) this.unexpected('!= or =~ or !~ or =');
      this.#at++;
      selector.push({ name, op: op as '=', value: this.#take('string', 'STRING') });
      if (!this.#is('}')) this.#op(',', '} or ,');
    }
    checkSelector(selector);
    return { kind: 'log', selector, stages: this.#stages() };
  }

  #stages(): Stage[] {
    const stages: Stage[] = [];
    for (;;) {
      const { kind, text } = this.next;
      if (kind !== 'op') return stages;
      if (['|=', '!=', '|~', '!~', '|>', '!>'].includes(text)) {
        this.#at++;
        const values = [this.#take('string', 'STRING')];
        while (this.#skip('or')) values.push(this.#take('string', 'STRING'));
        if (text.endsWith('~')) for (const value of values) regexp(value);
        stages.push({ kind: 'line', op: text as '|=', values });
      } else if (text === '|') {
        this.#at++;
        stages.push(this.#stage());
      } else return stages;
    }
  }

  #stage(): Stage {
    if (this.next.kind !== 'name') this.unexpected();
    const { text } = this.next;
    const after = this.tokens[this.#at + 1] as Token;
    const isFilter = after.kind === 'op' && ['=', '!=', '=~', '!~', '>', '<', '>=', '<=', '=='].includes(after.text);
    if ((text === 'json' || text === 'logfmt') && !isFilter) {
      this.#at++;
      const names: [string, string][] = [];
      while (this.next.kind === 'name') {
        const label = this.#take('name');
        names.push([label, this.#skip('=') ? this.#take('string', 'STRING') : label]);
        if (!this.#skip(',')) break;
      }
      return { kind: text, names };
    }
    if (!isFilter) this.unexpected();
    const any: Matcher[][] = [[this.#matcher()]];
    for (;;) {
      if (this.#skip('and') || this.#skip(',')) (any[any.length - 1] as Matcher[]).push(this.#matcher());
      else if (this.#skip('or')) any.push([this.#matcher()]);
      else return { kind: 'filter', any };
    }
  }

  #matcher(): Matcher {
    const name = this.#take('name', 'IDENTIFIER');
    const op = this.#take('op') as Matcher['op'];
    const { kind } = this.next;
    if (kind !== 'string' && kind !== 'number' && kind !== 'duration') this.unexpected();
    const value = this.#take(kind);
    if (op.endsWith('~')) regexp(value);
    return { name, op, value };
  }
}
