import { shareText } from '../model/quantity.js';
import type { LogLevel, Signal } from '../model/telemetry.js';
import { isSeen, type SignalChange } from '../observability/signal-change.js';
import type { Case } from './case.js';
import type { Part, PartKind } from './part.js';
import type { TemplateChange } from './template-change.js';
import { changeInWords } from './words.js';

/** Kinds of evidence; two of them make a cause likely. */
export type Family = 'metrics' | 'logs' | 'traces' | 'results' | 'events';

/** One thing that speaks for or against a cause. */
export interface Exhibit {
  family: Family;
  /** Points; negative ones speak against. */
  points: number;
  text: string;
  /** First moment, ms; null where it has none. */
  at: number | null;
  change?: SignalChange;
  template?: TemplateChange;
  /** A signal that shows it, where that is no change as diagnoses compare them. */
  signal?: Signal;
  part?: Part;
  /** Whether it is about how long the place takes: then its request durations show it. */
  isOfPlace?: boolean;
  /** Whether the part is one of lost time or of failures. */
  view?: 'time' | 'failures';
}

/** Score of a change from which more adds nothing: far beyond chance is far beyond chance. */
const FULL_SCORE = 4;
/** Points that one family can bring at most: ten series that move together are one story. */
const MOST: Readonly<Record<Family, number>> = { traces: 4, metrics: 4, logs: 3, results: 5, events: 4 };

/** What speaks for and against one cause in one place. Points are a ranking, no probability; `judge-causes.ts` makes a confidence of them. */
export class Dossier {
  readonly exhibits: Exhibit[] = [];
  /** A hard event: on its own it makes a cause likely. */
  isHard = false;
  /** Nothing tells whether it is this one: what would show it was not measured. */
  isOpen = false;
  /** Why it cannot be this one, whatever else speaks for it; null if it can. */
  excluded: string | null = null;

  constructor(
    readonly c: Case,
    readonly place: string,
  ) {}

  /**
   * Points of all exhibits, families capped. Where time is lost and where failures begin are two views of one place: the larger one counts, not their sum
   * (research/science 2.2: the maximum of calibrated evidence names causes better than the sum).
   */
  get points(): number {
    let against = 0;
    const sums = new Map<Family, number>();
    const places = new Map<Family, { time: number; failures: number }>();
    for (const { family, points, view } of this.exhibits) {
      if (points < 0) against += points;
      else if (view) {
        const place = places.get(family) ?? { time: 0, failures: 0 };
        place[view] += points;
        places.set(family, place);
      } else sums.set(family, (sums.get(family) ?? 0) + points);
    }
    for (const [family, { time, failures }] of places) sums.set(family, (sums.get(family) ?? 0) + Math.max(time, failures));
    return [...sums].reduce((total, [family, sum]) => total + Math.min(MOST[family], sum), against);
  }

  /** Families with something to show for it. */
  get families(): Set<Family> {
    return new Set(this.exhibits.filter(({ points }) => points >= 0.3).map(({ family }) => family));
  }

  /** Time is lost here: `weight` points where all of it is. @returns the share */
  lost(kinds: readonly PartKind[], weight: number, service: string | null = this.place): number {
    const { latency } = this.c.parts(kinds, service);
    const share = latency.reduce((sum, part) => sum + part.share, 0);
    const [worst] = latency;
    if (worst && share >= 0.05)
      this.#locate('time', worst, share * weight, `${shareText(share)} of the lost time is ${partInWords(worst)}`);
    return share;
  }

  /** Failures begin here. @returns the share */
  failed(kinds: readonly PartKind[], weight: number, service: string | null = this.place): number {
    const { errors } = this.c.parts(kinds, service);
    const share = errors.reduce((sum, part) => sum + part.share, 0);
    const [worst] = errors;
    if (worst && share >= 0.05) {
      const said = worst.operation === '' ? '' : ` (${worst.operation})`;
      this.#locate(
        'failures',
        worst,
        share * weight,
        `${shareText(share)} of the failures begin ${worst.kind === 'own' ? `in ${worst.service}` : `with ${partInWords(worst)}`}${said}`,
      );
    }
    return share;
  }

  /**
   * A signal changed, in its bad direction unless told otherwise.
   * @param ids best first; the largest change counts
   * @param where which of them
   * @returns the change; null where there is none
   */
  signal(
    ids: readonly string[],
    weight: number,
    where: (change: SignalChange) => boolean = mine(this.place),
    direction: 'bad' | 'good' | 'up' | 'down' = 'bad',
  ): SignalChange | null {
    const fits = (change: SignalChange): boolean =>
      where(change) &&
      (direction === 'bad' ? change.bad : direction === 'good' ? !change.bad : direction === 'up' ? change.effect > 0 : change.effect < 0);
    const [change] = this.c.changed(ids, fits);
    if (!change) return null;
    const points = weight * Math.min(1, change.score / FULL_SCORE);
    this.exhibits.push({
      family: change.signal.type === 'event' ? 'events' : 'metrics',
      points,
      text: changeInWords(change),
      at: change.onset,
      change,
    });
    return change;
  }

  /** Log lines that match became more. @param service null = any @param levels only of these */
  log(pattern: RegExp, weight: number, service: string | null = this.place, levels?: readonly LogLevel[]): TemplateChange | null {
    const [found] = this.c.logged(pattern, service).filter(({ template }) => levels === undefined || levels.includes(template.level));
    if (!found) return null;
    const points = weight * Math.min(1, found.score / FULL_SCORE);
    const { template, lines } = found;
    const whose = template.service === null ? '' : ` of ${template.service}`;
    this.exhibits.push({
      family: 'logs',
      points,
      text: `${lines} log lines${whose} ${found.isNew ? 'that were not there before' : 'more than before'}: ${template.text}`,
      at: found.onset,
      template: found,
    });
    return found;
  }

  /** Something else that speaks for it. @param shownBy what shows it, where it is one thing */
  also(
    family: Family,
    points: number,
    text: string,
    at: number | null = null,
    shownBy: Pick<Exhibit, 'change' | 'part' | 'signal' | 'isOfPlace'> = {},
  ): void {
    this.exhibits.push({ family, points, text, at, ...shownBy });
  }

  /** Time is lost in the place, in waiting for it or on the way to it: `weight` points where all of it is. @returns the share */
  around(weight: number): number {
    const share = this.c.around(this.place);
    this.exhibits.push({
      family: this.c.placeFamily,
      points: weight * share,
      text: `${Math.round(share * 100)} % of the lost time goes by ${this.place}`,
      at: null,
      isOfPlace: true,
    });
    return share;
  }

  /** Something that speaks against it. */
  against(points: number, text: string, more: Pick<Exhibit, 'change' | 'part' | 'template'> = {}): void {
    this.exhibits.push({ family: 'metrics', points: -Math.abs(points), text, at: null, ...more });
  }

  /** An event that settles it. */
  hard(): void {
    this.isHard = true;
  }

  /**
   * It cannot be this one.
   * @param reason why, in words
   * @param shownBy signals that would show it; where there is none of them for this place, nothing was checked, and the cause is neither suspected nor cleared
   */
  exclude(reason: string, shownBy?: readonly string[]): void {
    const tells = (signal: Signal): boolean => {
      const { subject, service, labels } = signal;
      const isMine =
        subject === 'service' || subject === 'process' || subject === 'container' ? (service ?? labels.process) === this.place : true;
      return isMine && isSeen(signal, this.c.anomaly);
    };
    const isShown = shownBy === undefined || this.c.signals(shownBy).some(tells);
    if (isShown) this.excluded ??= reason;
    else this.isOpen = true;
  }

  #locate(view: 'time' | 'failures', part: Part, points: number, text: string): void {
    this.exhibits.push({ family: this.c.placeFamily, points, text, at: part.onset, part, view });
  }
}

/** Signals of a service. */
export function mine(service: string): (change: SignalChange) => boolean {
  return ({ signal }) => signal.service === service;
}

/** Signals of anything. */
export function anyone(): boolean {
  return true;
}

function partInWords({ kind, service, peer, operation }: Part): string {
  const what = operation === '' ? '' : `: ${operation}`;
  switch (kind) {
    case 'own':
      return `work of ${service} itself${what}`;
    case 'pool':
      return `${service} waiting for a connection from its pool`;
    case 'network':
      return `on the way between ${service} and ${peer}`;
    case 'entry':
      return `outside the services, before ${service} had the request or after it had answered`;
    case 'unreachable':
      return `${service}, which did not answer ${peer ?? 'its caller'}`;
    default:
      return `${service} waiting for ${peer ?? 'something outside'}${what}`;
  }
}
