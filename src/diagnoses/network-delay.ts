import { defineDiagnosis } from './diagnosis.js';
import { anyone } from './dossier.js';

/** The way between two services became slow. */
export const networkDelay = defineDiagnosis({
  id: 'network-delay',
  title: 'The network between services was slow',
  docs: 'docs/diagnoses/network-delay.md',
  claim: 'Calls take longer for the caller than for the called service: the time is lost on the way between them.',
  explains: [],
  asks: [
    { source: 'traces', question: 'Is the time lost between the span of the caller and that of the called service?' },
    {
      source: 'metrics',
      question: 'Is the duration of calls as the caller sees it longer than the called service says? Are packets sent again or dropped?',
    },
    { source: 'logs', question: 'Do logs speak of resets or time-outs of connections?' },
  ],
  lookAlikes: [
    {
      id: 'cpu-saturation',
      toldApartBy: 'a process without CPU takes requests late, which looks like the network; its CPU or event loop shows it',
    },
    { id: 'slow-dependency', toldApartBy: 'the called service itself takes longer' },
    { id: 'generator-saturation', toldApartBy: 'the time is lost before the first service' },
  ],
  fix: (place) =>
    `Look at the way to ${place}: proxies, service mesh, DNS, load balancers, retransmissions, and the zones that the two run in.`,
  verify: 'The caller and the called service agree on how long calls take.',
  experimental: true,
  places: (c) =>
    new Set((c.location?.latency ?? []).filter(({ kind, peer }) => kind === 'network' && peer !== null).map(({ peer }) => peer as string)),
  examine(c, place, file) {
    const parts = (c.location?.latency ?? []).filter(({ kind, peer }) => kind === 'network' && peer === place);
    const share = parts.reduce((sum, part) => sum + part.share, 0);
    const [worst] = parts;
    if (!worst || share < 0.2) return file.exclude('no time is lost on the way to it');
    file.also(
      c.location?.basis === 'traces' ? 'traces' : 'metrics',
      4 * share,
      `${Math.round(share * 100)} % of the lost time is on the way between ${worst.service} and ${place}`,
      worst.onset,
    );
    file.signal(
      ['node-tcp-retransmits', 'node-net-drops', 'node-net-errors', 'container-net-drops-in', 'container-net-drops-out'],
      2,
      anyone,
      'up',
    );
    file.log(/connection reset|ECONNRESET|ETIMEDOUT|socket hang up|connect timeout|broken pipe/i, 1, null);
    if (c.second?.latency.some(({ kind, peer, share: other }) => kind === 'network' && peer === place && other >= 0.2))
      file.also('metrics', 1.5, 'the metrics of caller and called service say the same');
    const starved = c.changed(
      ['nodejs-loop-p99', 'nodejs-loop-max', 'nodejs-gc-time', 'process-cpu', 'container-throttled', 'go-run-queue'],
      (change) => change.signal.service === place && change.effect > 0 && change.score >= 3,
    );
    if (starved[0]) file.against(3, `${place} itself was late: ${starved[0].signal.title.toLowerCase()} rose`);
    if (share < 0.4) file.against(1, 'most of the time is lost elsewhere');
  },
});
