import { type Cited, type Flaw, wrong } from './cited.js';
import type { ItemFact } from './evidence-item.js';
import { clauseAround, familiesOf, mentions, percentileOf, percentilesIn } from './metric-words.js';

/** What checking the directions of a sentence came to. */
export interface DirectionsChecked {
  flaws: Flaw[];
  /** Directions that agree with a figure before and during. */
  agreed: number;
}

type Direction = 'up' | 'down';

/** Verbs and comparatives, and the family that some of them bring along: slower is latency, whatever stands beside it. */
const WORDS: readonly [pattern: RegExp, direction: Direction, family?: string][] = [
  [
    /\b(?:rose|rises?|rising|risen|increas(?:e|es|ed|ing)|grew|grows?|growing|grown|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|spiked?|soared|surged|higher|doubled|tripled|went up|goes up)\b/gi,
    'up',
  ],
  [
    /\b(?:fell|falls?|falling|fallen|drop(?:s|ped|ping)?|decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|shr(?:ank|inks?|unk)|lower(?:ed)?|halved|went down|goes down|sank|reduced)\b/gi,
    'down',
  ],
  [/\b(?:slower|slow(?:s|ed) down|longer|degraded|worsened|deteriorated)\b/gi, 'up', 'latency'],
  [/\b(?:faster|quicker|sped up|improved|shorter|recovered)\b/gi, 'down', 'latency'],
  [/\b(?:more (?:errors|failures|failed requests))\b/gi, 'up', 'errors'],
  [/\b(?:fewer (?:errors|failures|failed requests))\b/gi, 'down', 'errors'],
];
const NOT = /\b(?:not|no|never|without|hardly|did not|didn't|does not|doesn't|rather than|instead of)\s+(?:\w+\s)?$/i;
/** Change that is one, as a share of the value before. */
const CHANGE = 0.05;

/** Holds "rose", "fell", "slower" against figures before and during of the family that the clause speaks of. */
export function checkDirections(sentence: string, cited: Cited): DirectionsChecked {
  const flaws: Flaw[] = [];
  let agreed = 0;
  const pairs = cited.items.flatMap(({ facts }) => pairsOf(facts));
  for (const [pattern, direction, brought] of WORDS) {
    for (const match of sentence.matchAll(pattern)) {
      const negated = NOT.test(sentence.slice(Math.max(0, match.index - 24), match.index));
      // Advice and conditions tell no change.
      if (
        /\b(?:should|could|must|would|may|might|to|if|when|can)\s+(?:be\s)?$/i.test(
          sentence.slice(Math.max(0, match.index - 10), match.index),
        )
      )
        continue;
      const meant = pairsMeant(sentence, match.index, brought, pairs);
      if (meant.length === 0) continue;
      const goes = (pair: Pair): boolean => (direction === 'up' ? pair.change > CHANGE : pair.change < -CHANGE);
      const opposite = (pair: Pair): boolean => (direction === 'up' ? pair.change < -CHANGE : pair.change > CHANGE);
      if (negated ? meant.every(goes) : meant.every(opposite) || meant.every((pair) => Math.abs(pair.change) <= CHANGE))
        flaws.push(
          wrong(
            'direction',
            `"${match[0]}": ${meant[0]?.name} goes ${(meant[0]?.change ?? 0) > CHANGE ? 'up' : (meant[0]?.change ?? 0) < -CHANGE ? 'down' : 'nowhere'}`,
          ),
        );
      else if (negated || meant.some(goes)) agreed++;
    }
  }
  return { flaws, agreed };
}

interface Pair {
  name: string;
  /** (during − before) / before; infinite from 0. */
  change: number;
}

function pairsOf(facts: readonly ItemFact[]): Pair[] {
  return facts.flatMap((during) => {
    const name = during.name.replace(/ during$/, '');
    const before =
      name === during.name ? undefined : facts.find((one) => one.name === `${name} before` || one.name === `${name} otherwise`);
    if (before === undefined) return [];
    const difference = during.value - before.value;
    return [
      {
        name,
        change:
          difference === 0
            ? 0
            : before.value === 0
              ? Math.sign(difference) * Number.POSITIVE_INFINITY
              : difference / Math.abs(before.value),
      },
    ];
  });
}

/** Pairs of the family that stands nearest in the clause; of the percentile that it names. Without a family word, none: nothing can be held against it. */
function pairsMeant(sentence: string, at: number, brought: string | undefined, pairs: readonly Pair[]): Pair[] {
  const clause = clauseAround(sentence, at);
  const inside = mentions(sentence).filter((one) => one.from >= clause.from && one.from < clause.to);
  const nearest = inside.filter((one) => one.from < at).at(-1) ?? inside.find((one) => one.from > at);
  // "waited longer" is about waiting; "slower" alone about latency.
  const family = brought !== undefined && (nearest === undefined || nearest.id !== 'wait') ? brought : nearest?.id;
  if (family === undefined) return [];
  const percentile = percentilesIn(sentence).filter((one) => one.from >= clause.from && one.from < clause.to)[0]?.id;
  const own = pairs.filter(({ name }) => familiesOf(name).includes(family));
  const exact = own.filter(({ name }) => percentile === undefined || percentileOf(name) === percentile);
  return exact.length > 0 ? exact : percentile === undefined ? own : [];
}
