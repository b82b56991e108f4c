import type { Analysis, Phase } from '../../model/analysis.js';
import { moment, span } from '../../model/moments.js';
import { count, counted, DASH, index, marked, measure, percentage, SMALL_LEGEND } from '../../model/quantities.js';
import { isBlind } from './errors.js';
import { toolWarnings } from './load-tool.js';
import { type Figures, figures, type Inline, list, type Note, quoted, type Section, strong } from './tree.js';

/** The longest steady phase; a run can have several. */
export function steadyPhase(analysis: Analysis): Phase | undefined {
  const steady = analysis.phases.filter((phase) => phase.name === 'steady');
  return steady.sort((a, b) => b.end - b.start - (a.end - a.start))[0];
}

/** What was tested, when, and the figures that a reader looks for first. */
export function headline(analysis: Analysis): Section {
  const items = [...about(analysis), ...rows(analysis), ...kpis(analysis), ...toolWarnings(analysis)];
  const blocks = [{ ...figures(items), legend: SMALL_LEGEND }, ...warnings(analysis)];
  return { title: 'At a glance', brief: true, blocks };
}

/** What was tested, and when. */
export const about = (analysis: Analysis): Figures['items'] => [...tags(analysis), ...window(analysis), ...part(analysis)];

function tags({ tags }: Analysis): Figures['items'] {
  return tags.map(({ name, value }) => ({ name, value: [quoted(value)] }));
}

function window({ window: { start, end, duration } }: Analysis): Figures['items'] {
  if (start === null || end === null)
    return duration === null ? [] : [{ name: 'Duration', value: `${span(duration)}; the file does not say when` }];
  return [{ name: 'Window (UTC)', value: `${moment(start)} to ${moment(end)}, ${span(end - start)}` }];
}

/** A part of the run must not pass for the whole of it. */
function part({ settings: { from, to, include, exclude } }: Analysis): Figures['items'] {
  const limits = [
    ...(from === null ? [] : [`from ${moment(from)}`]),
    ...(to === null ? [] : [`before ${moment(to)}`]),
    ...(include.length === 0 ? [] : ['some labels only']),
    ...(exclude.length === 0 ? [] : ['without some labels']),
  ];
  return limits.length === 0 ? [] : [{ name: 'Only a part', value: limits.join(', ') }];
}

/** Rows that are in no figure; nothing where all are. */
function rows({ input }: Analysis): Figures['items'] {
  const sum = (pick: (rows: Analysis['input'][number]['rows']) => number): number =>
    input.reduce((total, file) => total + pick(file.rows), 0);
  const named: [number, string][] = [
    [sum(({ excludedBy }) => excludedBy.transaction), 'transactions'],
    [sum(({ excludedBy }) => excludedBy.subResult), 'sub-results'],
    [sum(({ excludedBy }) => excludedBy.setup), 'of setup or teardown'],
    [sum(({ excludedBy }) => excludedBy.overlap), 'in other exports of the same run'],
    [sum(({ excludedBy }) => excludedBy.outsideWindow), 'outside the part'],
    [sum(({ excludedBy }) => excludedBy.labelFilter), 'by label'],
    [sum(({ excludedBy }) => excludedBy.duplicateFile), 'in duplicate files'],
    [sum(({ rejected }) => rejected), 'unusable'],
  ];
  const left = named.filter(([n]) => n > 0).map(([n, what]) => `${count(n)} ${what}`);
  if (left.length === 0) return [];
  return [
    {
      name: 'Rows',
      value: `${count(sum(({ read }) => read))} read, ${count(sum(({ counted }) => counted))} counted; left out: ${left.join(', ')}`,
    },
  ];
}

function kpis(analysis: Analysis): Figures['items'] {
  const { overall } = analysis.kpis;
  const steady = steadyPhase(analysis)?.kpis;
  const several = analysis.phases.filter(({ name }) => name === 'steady').length > 1;
  const phase = several ? 'longest steady phase' : 'steady phase';
  const whole = part(analysis).length > 0 ? 'that part' : 'the whole window';
  const apdex = marked(index(overall.apdex), overall.apdexSmallSample);
  const reported = analysis.settings.percentiles.estimator === 'as-reported';
  if (reported && overall.count === 0) return [];
  return [
    {
      name: 'Requests',
      value:
        overall.errors === null
          ? `${count(overall.count)}; not known how many failed`
          : `${count(overall.count)}, of which ${count(overall.errors)} failed`,
    },
    {
      name: 'Error rate',
      value: percentage(overall.errorRate) + (analysis.input.some(isBlind) ? ', but not every file can tell: see Errors' : ''),
    },
    {
      name: 'Throughput',
      value:
        (overall.throughput === null ? throughputUnknown(analysis) : `${perSecond(overall.throughput)} over ${whole}`) +
        (steady ? `, ${perSecond(steady.throughput)} in the ${phase}` : reported ? '' : '; no steady phase was told apart'),
    },
    // A summary has these in the tables that follow.
    { name: 'Response time, all', value: percentiles(overall.latency), detail: true },
    ...(reported && overall.latencyOk.n === 0
      ? []
      : [{ name: 'Response time, successful', value: percentiles(overall.latencyOk), detail: true }]),
    ...(steady ? [{ name: `Response time, ${phase}`, value: percentiles(steady.latency), detail: true }] : []),
    ...(reported
      ? []
      : [{ name: 'Apdex', value: apdex === DASH ? DASH : `${apdex} for a target of ${measure(analysis.settings.apdexT)} ms` }]),
  ];
}

function throughputUnknown({ settings }: Analysis): string {
  return settings.percentiles.estimator === 'as-reported' ? 'not in the file' : 'not defined over a window without length';
}

const perSecond = (value: number | null): string => (value === null ? DASH : `${measure(value)}/s`);

function percentiles({ p50, p95, p99, smallSample }: Analysis['kpis']['overall']['latency']): string {
  if (p50 === null) return `${DASH} (no requests)`;
  const part = (name: 'p50' | 'p95' | 'p99', value: number | null): string =>
    `${name} ${marked(measure(value), smallSample.includes(name))} ms`;
  return [part('p50', p50), part('p95', p95), part('p99', p99)].join(', ');
}

/** Warnings limit what the figures mean, so they stand beside them; a summary has its notices anyway. */
function warnings({ notices }: Analysis): (Note | ReturnType<typeof list>)[] {
  const items = notices.filter((notice) => notice.level === 'warning');
  if (items.length === 0) return [];
  const many = items.length > 5 ? ' The first five:' : '';
  const text: Inline[] = [strong('Read with care.'), ` ${counted(items.length, 'warning')} below under Notices.${many}`];
  return [
    { kind: 'note', text, detail: true },
    list(
      items.slice(0, 5).map(({ file, what }) => (file === null ? what : [quoted(file), `: ${what}`])),
      Infinity,
      true,
    ),
  ];
}
