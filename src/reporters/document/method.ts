import type { Analysis, InputFile } from '../../model/analysis.js';
import { moment, span } from '../../model/moments.js';
import { count, counted, measure, percentage } from '../../model/quantities.js';
import { list, quoted, type Section, strong, type Text } from './tree.js';

/** How each figure was computed, so that anyone can repeat it. */
export function method(analysis: Analysis): Section {
  if (analysis.settings.percentiles.estimator === 'as-reported')
    return { title: 'How each figure was computed', brief: false, blocks: [list(reported(analysis))] };
  const items = [...population(analysis), ...estimators(analysis), ...analysis.input.slice(0, FILES).flatMap(stamps)];
  return { title: 'How each figure was computed', brief: false, blocks: [list(items)] };
}

/** Figures that the load tool computed: only it can say how. */
function reported({ settings: { percentiles }, window, timeline }: Analysis): Text[] {
  return [
    item('Figures', 'as the load tool wrote them. Heimr computed none of them but shares (failed requests / requests).'),
    item('Percentiles', percentiles.definition ?? 'the file has none.'),
    ...(window.start === null ? [item('Window', 'the file does not say when the run was.')] : []),
    ...(timeline === null ? [] : [item('Timeline', `by the rows of the file, in steps of ${span(timeline.step)}.`)]),
  ];
}

/** Files whose stamps are explained one by one. */
const FILES = 20;

const item = (name: string, text: string): Text => [strong(name), `: ${text}`];

function population({ kpis: { overall }, window, settings, input }: Analysis): Text[] {
  const nested = input.reduce((sum, { rows: { excludedBy } }) => sum + excludedBy.transaction + excludedBy.subResult, 0);
  const limits = [
    ...(settings.from === null ? [] : [`requests that started at or after ${moment(settings.from)}`]),
    ...(settings.to === null ? [] : [`requests that started before ${moment(settings.to)}`]),
  ];
  return [
    item(
      'Population',
      `${counted(overall.latency.n, 'request')}, failed ones included, unless a table says successful (${count(overall.latencyOk.n)}).`,
    ),
    item(
      'Window',
      `${moment(window.start)} to ${moment(window.end)}, from the first start to the last end` +
        (limits.length === 0 ? '; no part of the run was left out by time.' : `; asked for were only ${limits.join(' and ')}.`),
    ),
    item(
      'One level is counted',
      'a request that holds others, or a group of requests, would count the same time twice. ' +
        (nested === 0 ? 'No nested rows were met.' : `${counted(nested, 'nested row')} left out, as listed under Input.`),
    ),
    ...filters(settings),
  ];
}

function filters({ include, exclude }: Analysis['settings']): Text[] {
  const patterns = (name: string, values: string[]): Text[] =>
    values.length === 0
      ? []
      : [[strong(name), ': ', ...values.flatMap((value, at) => (at === 0 ? [quoted(value)] : [', ', quoted(value)]))]];
  return [...patterns('Only labels like', include), ...patterns('Without labels like', exclude)];
}

/** A bound is rounded up: one rounded down would be false. */
function estimators({ settings: { percentiles, apdexT, warmup }, timeline }: Analysis): Text[] {
  const { estimator, histogram, relativeError, resolutionMs } = percentiles;
  const snapped =
    resolutionMs === null ? '' : ` Every latency is a whole multiple of ${measure(resolutionMs)} ms, so percentiles are given as such too.`;
  return [
    item(
      'Percentiles',
      `${estimator}: the smallest latency that at least p percent of the requests do not exceed, taken from a histogram ` +
        `(${histogram}) of all values, at most ${percentage(Math.ceil((relativeError ?? 0) * 1000) / 1000)} off.${snapped} They are never averaged or interpolated.`,
    ),
    item('Exact figures', 'counts, min, mean, max and sd. The sd is that of the population (divided by n).'),
    item('Throughput', 'requests / (last end − first start), in requests per second; each phase by its own span. Failed requests count.'),
    item('Error rate', 'failed requests / requests.'),
    item(
      'Apdex',
      `target T = ${measure(apdexT)} ms. (Satisfied + tolerating / 2) / requests; satisfied is up to T, tolerating up to ` +
        `4 T = ${measure(4 * apdexT)} ms; failed requests count as frustrated.`,
    ),
    item(
      'Timeline and phases',
      `by start of request, in steps of ${span(timeline?.step ?? null)}.` +
        (warmup === null ? '' : ` The first ${span(warmup)} were set as warm-up by the user.`),
    ),
  ];
}

function stamps({ file, stamp }: InputFile): Text[] {
  if (stamp === null) return [];
  const { meaning, basis, pairs, againstStart, againstEnd } = stamp;
  const moments = meaning === 'start' ? 'the START of a request' : 'the END of a request (starts were computed from it)';
  const why = {
    data: `found from ${counted(pairs, 'pair')} of consecutive rows of one thread: ${count(againstStart)} speak against START, ${count(againstEnd)} against END`,
    format: 'by the definition of the format',
    assumed: 'assumed, for lack of evidence in the file',
  }[basis];
  return [[strong('Time stamps'), ' in ', quoted(file), `: ${moments}, ${why}.`]];
}
