import type { Analysis, Arrivals, LittlesLaw } from '../../model/analysis.js';
import { moment, offset, span } from '../../model/moments.js';
import { count, measure } from '../../model/quantities.js';
import { type Block, type Figures, figures, list, type Section, type Text } from './tree.js';

const MISSING = 'not in the file';

/** The load that was offered, for judging the test itself. */
export function load({ load, window, phases, settings, statistics }: Analysis): Section[] {
  // A file of figures tells nothing of single requests; what it says of users stands with the load tool.
  if (statistics === null) return [];
  const items: Figures['items'] = [
    { name: 'Users at once, most', value: load.usersMax === null ? MISSING : measure(load.usersMax) },
    { name: 'Users at once, mean over time', value: load.usersMean === null ? MISSING : measure(load.usersMean) },
    { name: 'Threads seen', value: load.threads === null ? MISSING : count(load.threads) },
  ];
  const ramped = phases.some(({ name }) => name !== 'whole' && name !== 'steady');
  const sentences: Text[] = [];
  if (load.littlesLaw) sentences.push(...littlesLaw(load.littlesLaw, ramped, settings.include.length + settings.exclude.length > 0));
  sentences.push(...(load.arrivals ? arrivals(load.arrivals, window.start) : ['Gaps between starts: not known from this input.']));
  const blocks: Block[] = [figures(items), list(sentences)];
  return [{ title: 'Load', brief: false, blocks }];
}

function littlesLaw(law: LittlesLaw, ramped: boolean, someLabels: boolean): Text[] {
  const { throughput, meanLatency, inFlight, users, impliedPause, consistent } = law;
  const sentences: Text[] = [
    `Little's law over the whole window: ${measure(throughput)} requests/s × ${measure(meanLatency)} ms mean ` +
      `= ${measure(inFlight)} requests in flight on average.`,
  ];
  if (users === null) {
    const why = someLabels ? 'Only some labels are counted, and users do the others too' : 'The number of users is not in the file';
    return [...sentences, `${why}, so this cannot be set against them.`];
  }
  if (consistent === false) {
    return [
      ...sentences,
      `That is more than the ${measure(users)} users active on average. A user waits for one request at a time unless it sends several ` +
        'at once, so the figures contradict each other: look for parallel downloads, a lost file, or wrong user numbers.',
    ];
  }
  if (impliedPause !== null) {
    const pause = impliedPause >= 0 ? span(impliedPause) : '0 ms';
    sentences.push(
      `With ${measure(users)} ${users === 1 ? 'user' : 'users'} active on average, each pauses ${pause} between two requests on average` +
        (ramped ? ' (ramps are part of that average).' : '.'),
    );
  }
  return sentences;
}

function arrivals({ longestGap, longestGapStart, resolution, meanRate, dispersion }: Arrivals, start: number | null): Text[] {
  const gap =
    `Longest time without a request starting: ${span(longestGap)}, from ${moment(longestGapStart)} ` +
    `(${offset(longestGapStart, start)}), seen to ${span(resolution)}. Mean rate of starts: ${measure(meanRate)}/s.`;
  if (dispersion === null) return [gap];
  return [
    gap,
    `Evenness of starts (variance / mean per step): ${measure(dispersion)}. Near 0 is a metronome, 1 is random arrivals, ` +
      'far above 1 is bursts or a rate that changes, as ramps do.',
  ];
}
