/*
 * Which figure a word speaks of. A right number beside the wrong word is a wrong claim, so numbers are held against the family of the nearest word.
 */

/** A family of figures: how prose speaks of it, how facts are named. */
interface Family {
  id: string;
  prose: RegExp;
  fact: RegExp;
}

const FAMILIES: readonly Family[] = [
  { id: 'wait', prose: /\bwait(?:ed|ing|s)?\b|\bqueue[ds]?\b|\bqueu(?:e)?ing\b/gi, fact: /wait|queue/i },
  { id: 'errors', prose: /\berrors?\b|\bfail(?:s|ed|ing|ures?|ure rate)?\b|\berroneous\b|\bunsuccessful\b/gi, fact: /error|fail/i },
  {
    id: 'rate',
    prose: /\bthroughput\b|\brequests? per second\b|\brps\b|\barrival rate\b|\brequest rate\b|\boffered load\b/gi,
    fact: /per second|throughput|arrivals/i,
  },
  { id: 'connections', prose: /\bconnections?\b|\bpool\b/gi, fact: /connection|pool/i },
  { id: 'cpu', prose: /\bcpu\b|\bprocessors?\b/gi, fact: /cpu|processor/i },
  { id: 'memory', prose: /\bmemory\b|\bheap\b|\brss\b/gi, fact: /memory|heap|rss/i },
  { id: 'gc', prose: /\bgarbage collect\w*|\bgc\b/gi, fact: /garbage|\bgc\b/i },
  { id: 'disk', prose: /\bdisks?\b|\biops\b/gi, fact: /disk|iops|\bio\b/i },
  { id: 'lock', prose: /\block(?:s|ed|ing)?\b/gi, fact: /lock/i },
  { id: 'cache', prose: /\bcaches?\b|\bhit rate\b|\bmiss(?:es)?\b/gi, fact: /cache|hit|miss/i },
  {
    id: 'latency',
    prose:
      /\blatenc(?:y|ies)\b|\bresponse times?\b|\bround trips?\b|\bresponses?\b|\banswers?\b|\bmedian\b|\bp\d{2,3}\b|\bslow(?:er|ed|est)?\b|\bfast(?:er)?\b/gi,
    fact: /^p\d|latency|mean|median|duration|response|took|round trip/i,
  },
];

/** A word that names a figure, with its place. */
export interface Mention {
  id: string;
  from: number;
  to: number;
}

/** @returns families that prose speaks of, in order of place */
export function mentions(text: string): Mention[] {
  return FAMILIES.flatMap(({ id, prose }) =>
    [...text.matchAll(prose)].map((match) => ({ id, from: match.index, to: match.index + match[0].length })),
  ).sort((a, b) => a.from - b.from);
}

/** @returns families that a fact belongs to, by its name */
export function familiesOf(factName: string): string[] {
  return FAMILIES.filter(({ fact }) => fact.test(factName)).map(({ id }) => id);
}

/** Words for a percentile. */
const PERCENTILES: readonly [RegExp, string][] = [
  [/\bp(\d{2,3})\b/gi, ''],
  [/\b(?:median|typical(?:ly)?|half of (?:the|all))\b/gi, 'p50'],
  [/\b(?:95th percentile|95 of 100|1 (?:answer|request) in 20)\b/gi, 'p95'],
  [/\b(?:99th percentile|99 of 100|1 (?:answer|request) in 100)\b/gi, 'p99'],
];

/** @returns percentiles that prose names, in order of place */
export function percentilesIn(text: string): Mention[] {
  return PERCENTILES.flatMap(([pattern, id]) =>
    [...text.matchAll(pattern)].map((match) => ({
      id: id === '' ? `p${match[1]}` : id,
      from: match.index,
      to: match.index + match[0].length,
    })),
  ).sort((a, b) => a.from - b.from);
}

/** @returns the percentile of a fact's name; undefined if it is none */
export const percentileOf = (factName: string): string | undefined =>
  /\bp\d{2,3}\b/.exec(factName)?.[0] ?? (/^median/.test(factName) ? 'p50' : undefined);

/** @returns the part of a text around a place, up to commas, semicolons and words that begin another thought */
export function clauseAround(text: string, at: number): { from: number; to: number } {
  const stops = [...text.matchAll(/[;:]\s|,\s|\.\s|\bwhile\b|\bwhereas\b|\bbut\b|\balthough\b/g)];
  const before = stops.filter((stop) => stop.index + stop[0].length <= at).at(-1);
  const after = stops.find((stop) => stop.index >= at);
  return { from: before === undefined ? 0 : before.index + before[0].length, to: after?.index ?? text.length };
}
