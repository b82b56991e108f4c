import type { StoredSpan, StoredTrace } from './span-store.js';
import { evaluate, holds, type Value } from './traceql-fields.js';
import type { Field, Query, Spanset, Stage } from './traceql-parser.js';

/** Spans of one trace that a query holds for; `by` and counts stand beside. */
export interface Match {
  spans: StoredSpan[];
  attributes: { key: string; value: Value }[];
}

/** Sets of spans of a trace after all stages of a search. */
export function matchesOf(trace: StoredTrace, { spanset, stages }: Query): Match[] {
  const spans = spansOf(trace, spanset);
  let matches: Match[] = spans.length === 0 ? [] : [{ spans, attributes: [] }];
  for (const stage of stages) matches = staged(matches, stage);
  return matches;
}

function staged(matches: Match[], stage: Stage): Match[] {
  if (stage.is === 'by') {
    const [field] = stage.fields as [Field];
    return matches.flatMap(({ spans, attributes }) => {
      const groups = new Map<Value, StoredSpan[]>();
      for (const span of spans) groups.set(evaluate(span, field), [...(groups.get(evaluate(span, field)) ?? []), span]);
      return [...groups].map(([value, own]) => ({ spans: own, attributes: [...attributes, { key: `by(${nameOf(field)})`, value }] }));
    });
  }
  if (stage.is === 'coalesce') return matches.length === 0 ? [] : [{ spans: matches.flatMap(({ spans }) => spans), attributes: [] }];
  if (stage.is !== 'aggregate') return matches;
  return matches.flatMap((match) => {
    const numbers = match.spans.map((span) => (stage.field === null ? 1 : Number(evaluate(span, stage.field))));
    const sum = numbers.reduce((a, b) => a + b, 0);
    const value = { count: numbers.length, sum, avg: sum / numbers.length, max: Math.max(...numbers), min: Math.min(...numbers) }[stage.fn];
    if (!holds(stage.op, value, stage.value)) return [];
    return [
      { ...match, attributes: [...match.attributes, { key: `${stage.fn}(${stage.field === null ? '' : nameOf(stage.field)})`, value }] },
    ];
  });
}

/** Spans that a spanset expression gives. */
export function spansOf(trace: StoredTrace, spanset: Spanset): StoredSpan[] {
  if (spanset.is === 'filter') {
    const { field } = spanset;
    return field === null ? trace.spans : trace.spans.filter((span) => evaluate(span, field) === true);
  }
  if (spanset.is === 'pipeline') return matchesOf(trace, spanset.query).flatMap(({ spans }) => spans);
  const left = spansOf(trace, spanset.left);
  const right = spansOf(trace, spanset.right);
  const { op } = spanset;
  const either = (): StoredSpan[] => trace.spans.filter((span) => left.includes(span) || right.includes(span));
  if (op === '||') return either();
  if (op === '&&') return left.length > 0 && right.length > 0 ? either() : [];
  const relation = op.replace(/^[!&]/, '');
  const related = (a: StoredSpan, b: StoredSpan): boolean => isRelated(relation, a, b);
  if (op.startsWith('!')) return right.filter((b) => !left.some((a) => related(a, b)));
  const found = right.filter((b) => left.some((a) => related(a, b)));
  if (!op.startsWith('&')) return found;
  return trace.spans.filter((span) => found.includes(span) || (left.includes(span) && found.some((b) => related(span, b))));
}

/** Whether `b` stands to `a` as the operator says: `a > b` is a parent and its child. */
function isRelated(op: string, a: StoredSpan, b: StoredSpan): boolean {
  if (!a.rooted || !b.rooted) return false;
  if (op === '>') return b.parent === a;
  if (op === '<') return a.parent === b;
  if (op === '~') return a !== b && a.parent !== null && a.parent === b.parent;
  if (op === '<<') return isRelated('>>', b, a);
  for (let up = b.parent; up !== null; up = up.parent) if (up === a) return true;
  return false;
}

/** A field as it is named in answers. */
export function nameOf(field: Field): string {
  return field.is === 'attribute' ? field.name : field.is === 'literal' ? String(field.value) : 'expression';
}

/** Attributes that conditions and `select` name, in order. */
export function namedIn(query: Query): string[] {
  const names: string[] = [];
  const ofField = (field: Field | null): void => {
    if (field === null || field.is === 'literal') return;
    if (field.is === 'attribute') names.push(field.name);
    else if (field.is === 'op') [field.left, field.right].forEach(ofField);
    else ofField(field.of);
  };
  const ofSpanset = (spanset: Spanset): void => {
    if (spanset.is === 'filter') ofField(spanset.field);
    else if (spanset.is === 'op') [spanset.left, spanset.right].forEach(ofSpanset);
    else ofQuery(spanset.query);
  };
  const ofQuery = ({ spanset, stages }: Query): void => {
    ofSpanset(spanset);
    for (const stage of stages) if (stage.is === 'by' || stage.is === 'select') stage.fields.forEach(ofField);
  };
  ofQuery(query);
  return [...new Set(names)];
}
