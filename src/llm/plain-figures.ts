import type { Evidence, Finding } from '../model/analysis.js';
import { span } from '../model/moments.js';
import { count, measure, percentage } from '../model/quantities.js';

/** What a finding's own figures say, in plain words: a clause, and the level that it should come back to. */
export interface PlainFigures {
  /** `a typical answer took 389 ms instead of 57 ms`; null where the figures hold nothing of the kind. */
  clause: string | null;
  /** `a typical answer{where} takes about 57 ms again`; null where no healthy level is known. */
  goal: string | null;
}

type Facts = Evidence['facts'];

/** How a percentile is said: a subject, and what follows the time that it took. */
const SHARES: Readonly<Record<string, [subject: string, beyond: string]>> = {
  p50: ['a typical answer', ''],
  p95: ['1 answer in 20', ' or longer'],
  p99: ['1 answer in 100', ' or longer'],
  p999: ['1 answer in 1,000', ' or longer'],
};

const factOf = (facts: Facts, name: string): number | null => facts.find((one) => one.name === name)?.value ?? null;

/** @returns a time of an answer: `389 ms`, `4.1 s` */
export function answerTime(ms: number): string {
  return ms >= 10_000 ? span(ms) : `${measure(ms)} ms`;
}

/**
 * @param finding whose first evidence holds its own figures (docs/detectors)
 * @param evidence all of the analysis, by id
 */
export function plainFigures(finding: Finding, evidence: ReadonlyMap<string, Evidence>): PlainFigures {
  const facts = evidence.get(finding.evidence[0] ?? '')?.facts ?? [];
  for (const words of [generator, standstill, failures, grown, changed]) {
    const said = words(facts, finding.kind);
    if (said !== null) return said;
  }
  return { clause: null, goal: null };
}

/** Iterations that were dropped, or pauses without a start. */
function generator(facts: Facts, kind: string): PlainFigures | null {
  if (kind !== 'generator-saturation') return null;
  const dropped = factOf(facts, 'dropped iterations');
  const share = factOf(facts, 'share of planned iterations');
  if (dropped !== null && share !== null)
    return {
      clause: `${count(dropped)} planned iterations (${percentage(share)}) were never started`,
      goal: 'no planned iteration is dropped',
    };
  const idle = factOf(facts, 'time without a start');
  if (idle === null) return null;
  return {
    clause: `for ${span(idle)} in all it sent nothing, although nothing kept it waiting`,
    goal: 'the load generator sends without pauses',
  };
}

/** How long a wait was at the worst, and how often there was one. */
function standstill(facts: Facts, kind: string): PlainFigures | null {
  const worst = factOf(facts, 'times as long as usual for the endpoint, at most');
  if (kind !== 'stall' || worst === null) return null;
  const times = factOf(facts, 'times') ?? 1;
  const distance = factOf(facts, 'distance');
  const often = times > 1 ? `${count(times)} times${distance === null ? '' : `, about every ${span(distance)}`}, and ` : '';
  return {
    clause: `${often}at the worst a request took ${measure(Math.round(worst))} times as long as usual`,
    goal: 'no such wait is seen',
  };
}

/** Failed requests and their share, now and otherwise. */
function failures(facts: Facts): PlainFigures | null {
  const failed = factOf(facts, 'failed requests');
  const rate = factOf(facts, 'error rate');
  if (failed === null || rate === null) return null;
  const requests = factOf(facts, 'requests') ?? factOf(facts, 'requests during');
  const otherwise = factOf(facts, 'error rate otherwise');
  const of = requests === null ? '' : ` of ${count(requests)}`;
  const rest = otherwise === null ? '' : `; at other times ${otherwise < 0.0005 ? 'hardly any do' : `it is ${percentage(otherwise)}`}`;
  return {
    clause: `${count(failed)}${of} requests (${percentage(rate)}) failed${rest}`,
    goal: otherwise === null ? 'no request fails that should not' : 'no more requests fail than at other times',
  };
}

/** A percentile before and during; the finding's own one first. */
function changed(facts: Facts): PlainFigures | null {
  for (const { name, value } of facts) {
    const [, percentile, good] = /^(p\d+)( of good answers)? during$/.exec(name) ?? [];
    const share = SHARES[percentile ?? ''];
    const before = percentile === undefined ? null : factOf(facts, `${percentile}${good ?? ''} before`);
    if (share === undefined || before === null) continue;
    const times = before > 0 ? value / before : 0;
    const ratio = times >= 1.05 ? ` (${times >= 10 ? count(times) : measure(Math.round(times * 10) / 10)} times as long)` : '';
    const [subject, beyond] = share;
    const only = beyond === '' ? '' : 'only ';
    return {
      clause: `${subject} took ${answerTime(value)}${beyond} instead of ${answerTime(before)}${ratio}`,
      goal: `${only}${subject}{where} takes about ${answerTime(before)}${beyond} again`,
    };
  }
  return null;
}

/** Ratios that detectors state where there is no time before. */
function grown(facts: Facts): PlainFigures | null {
  const ratios: [string, (times: string) => string, string][] = [
    [
      'latency over that at the lightest load',
      (times) => `answers took ${times} times as long as under the lightest load`,
      'answers take no longer under this load',
    ],
    [
      'latency over that before the spike',
      (times) => `answers took ${times} times as long as before the peak`,
      'answers are as fast after a peak as before it',
    ],
    [
      'latency of the first part over that of the end',
      (times) => `at first answers took ${times} times as long as at the end`,
      'answers are as fast at the start as later',
    ],
  ];
  for (const [name, words, goal] of ratios) {
    const value = factOf(facts, name);
    if (value === null) continue;
    const most = factOf(facts, 'good answers per second at most');
    const ceiling = most === null ? '' : `; there were never more than ${measure(most)} good answers a second`;
    return { clause: `${words(measure(Math.round(value * 10) / 10))}${ceiling}`, goal };
  }
  return null;
}
