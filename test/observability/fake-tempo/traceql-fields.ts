import type { AnyValue, StoredSpan } from './span-store.js';
import type { Field } from './traceql-parser.js';

export type Value = string | number | boolean | null;

export const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
export const STATUSES = ['unset', 'ok', 'error'];

export function plainOf(value: AnyValue | undefined): Value {
  if (value === undefined) return null;
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.doubleValue ?? value.boolValue ?? null;
}

/** All values that a name has for a span: events may have several. */
export function valuesOf(span: StoredSpan, name: string): Value[] {
  const { otlp, trace } = span;
  if (name.startsWith('resource.')) return [plainOf(span.ofResource.get(name.slice(9)))];
  if (name.startsWith('span.')) return [plainOf(span.own.get(name.slice(5)))];
  if (name.startsWith('.')) return [plainOf(span.own.get(name.slice(1)) ?? span.ofResource.get(name.slice(1)))];
  if (name.startsWith('parent.')) return span.parent === null ? [null] : valuesOf(span.parent, `.${name.slice(7)}`);
  const events = otlp.events ?? [];
  if (name.startsWith('event.')) {
    const own = events.map(({ attributes }) => plainOf(attributes?.find(({ key }) => key === name.slice(6))?.value));
    return own.length === 0 ? [null] : own;
  }
  if (name === 'event:name') return events.length === 0 ? [null] : events.map((event) => event.name);
  const text = (value: string | undefined): Value[] => [value ?? ''];
  switch (name.replace(/^span:/, '')) {
    case 'name':
      return [otlp.name];
    case 'duration':
      return [span.duration];
    case 'kind':
      return [KINDS[otlp.kind] ?? 'unspecified'];
    case 'status':
      return [STATUSES[otlp.status?.code ?? 0] ?? 'unset'];
    case 'statusMessage':
      return text(otlp.status?.message);
    case 'id':
      return [otlp.spanId];
    case 'parentID':
      return text(otlp.parentSpanId);
    case 'childCount':
      return [span.rooted ? span.children.length : 0];
    case 'nestedSetParent':
      // Roots have -1; a span whose parent did not come has no place, 0.
      return [(otlp.parentSpanId ?? '') === '' ? -1 : span.rooted ? 1 : 0];
    case 'traceDuration':
    case 'trace:duration':
      return [trace.duration];
    case 'rootName':
    case 'trace:rootName':
      return text(trace.root?.otlp.name);
    case 'rootServiceName':
    case 'trace:rootService':
      return text(trace.root?.service);
    case 'trace:id':
      return [trace.id];
    case 'instrumentation:name':
      return text(span.scope.name);
    case 'instrumentation:version':
      return text(span.scope.version);
    default:
      return [null];
  }
}

/** Value of an expression; of several the first that is there. */
export function evaluate(span: StoredSpan, field: Field): Value {
  switch (field.is) {
    case 'literal':
      return field.value;
    case 'attribute':
      return valuesOf(span, field.name).find((value) => value !== null) ?? null;
    case 'not':
      return evaluate(span, field.of) !== true;
    case 'minus':
      return -Number(evaluate(span, field.of));
    case 'op':
      return operate(span, field);
  }
}

function operate(span: StoredSpan, { op, left, right }: Extract<Field, { is: 'op' }>): Value {
  if (op === '&&') return evaluate(span, left) === true && evaluate(span, right) === true;
  if (op === '||') return evaluate(span, left) === true || evaluate(span, right) === true;
  const lefts = left.is === 'attribute' ? valuesOf(span, left.name) : [evaluate(span, left)];
  const rights = right.is === 'attribute' ? valuesOf(span, right.name) : [evaluate(span, right)];
  if ('+-*/%^'.includes(op)) return arithmetic(op, Number(lefts[0]), Number(rights[0]));
  return lefts.some((a) => rights.some((b) => holds(op, a, b)));
}

function arithmetic(op: string, a: number, b: number): number {
  const results: Record<string, number> = { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': a % b, '^': a ** b };
  return results[op] as number;
}

/** A comparison of two values; other kinds of values, or none, never compare. */
export function holds(op: string, a: Value, b: Value): boolean {
  if (b === null || a === null) return op === '=' ? a === b : op === '!=' && a !== b && (b === null || a !== null);
  if (op === '=~' || op === '!~') return typeof a === 'string' && new RegExp(`^(?:${String(b)})$`).test(a) === (op === '=~');
  if (typeof a !== typeof b) return false;
  if (op === '=') return a === b;
  if (op === '!=') return a !== b;
  if (op === '>') return a > b;
  if (op === '>=') return a >= b;
  return op === '<' ? a < b : a <= b;
}
