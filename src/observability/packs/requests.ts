import { type Expression, type LabelNames, type Matcher, meanOf, rate, ratio, scaled } from './expression.js';
import { entry, type KeptLabel, type PackEntry } from './pack.js';

/** A histogram or summary of request durations: name without suffix, and what a second is in its unit. */
export type Stem = readonly [stem: string, seconds: number];

/** Requests of one kind, in all vocabularies. */
export interface Requests {
  /** Start of the ids. */
  id: string;
  /** Start of the titles, such as `Requests served`. */
  title: string;
  stems: readonly Stem[];
  /** Condition on series that count at all. */
  where?: readonly Matcher[];
  /** Condition on series that failed, and the labels that must exist for it to mean anything. */
  failed: { where: readonly Matcher[]; needs: LabelNames };
  /** Counters of requests beside the histogram, for where there is no histogram or it does not tell failures: [all, its failures]. */
  counter?: readonly [all: string, where: readonly Matcher[], needs: LabelNames];
  /** What requests are told apart by. */
  parts: readonly { suffix: string; words: string; keep: readonly KeptLabel[]; top?: number }[];
}

/** Labels that hold the HTTP status of an answer. */
export const STATUS: readonly string[] = [
  'http_response_status_code',
  'http_status_code',
  'status_code',
  'status',
  'code',
  'response_code',
  'http_code',
  'statuscode',
  'status_class',
];

/**
 * Requests per second, mean duration, and share and rate of failed ones: in total per service, and by each part.
 * @param requests vocabulary
 */
export function requestEntries(requests: Requests): PackEntry[] {
  const { id, title, stems, failed } = requests;
  const where = requests.where ?? [];
  const born = { born: true } as const;
  const all = (stem: string): Expression => rate(`${stem}_count`, where, born);
  const bad = (stem: string): Expression =>
    rate(`${stem}_count`, [...where, ...failed.where], { born: true, optional: true, needs: failed.needs });
  const counted: [all: Expression, bad: Expression][] = stems.map(([stem]) => [all(stem), bad(stem)]);
  if (requests.counter !== undefined) {
    const [metric, wrong, needs] = requests.counter;
    counted.push([rate(metric, where, born), rate(metric, [...where, ...wrong], { born: true, optional: true, needs })]);
  }
  return [{ suffix: '', words: '', keep: [] }, ...requests.parts].flatMap(({ suffix, words, keep, ...rest }) => {
    const free = { each: 'service' as const, keep, parts: suffix !== '', ...rest };
    return [
      entry(
        `${id}-requests${suffix}`,
        `${title}${words}`,
        ['1/s', 'traffic', 'either'],
        counted.map(([every]) => every),
        free,
      ),
      entry(
        `${id}-duration${suffix}`,
        `Mean duration of ${lower(title)}${words}`,
        ['s', 'latency', 'up'],
        stems.map(([stem, seconds]) => scaled(1 / seconds, meanOf(stem, where, born))),
        free,
      ),
      entry(
        `${id}-errors${suffix}`,
        `Share of failed ${lower(title)}${words}`,
        ['ratio', 'errors', 'up'],
        counted.map(([every, wrong]) => ratio(wrong, every)),
        {
          ...free,
          warn: 0.01,
          critical: 0.05,
        },
      ),
      entry(
        `${id}-failed${suffix}`,
        `Failed ${lower(title)}${words}`,
        ['1/s', 'errors', 'up'],
        counted.map(([, wrong]) => wrong),
        free,
      ),
    ];
  });
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
