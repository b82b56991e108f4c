import type { Analysis, ErrorGroup, InputFile } from '../../model/analysis.js';
import { moment, offset } from '../../model/moments.js';
import { count, counted, measure, percent, percentage } from '../../model/quantities.js';
import { labelText } from './endpoints.js';
import { numberColumn, table, textColumn } from './table.js';
import { type Block, type Inline, paragraph, quoted, type Section, type Table } from './tree.js';

/** Groups that a report shows. */
const GROUPS = 100;

/** Groups that a summary shows. */
const SUMMARY_GROUPS = 5;

/** Labels named in a row. */
const LABELS = 3;

/** Failed requests by class and code, with a real one of each. */
export function errors(analysis: Analysis): Section {
  const { errors, kpis } = analysis;
  const title = 'Errors';
  if (errors.total === null)
    return { title, brief: true, blocks: [paragraph('Not known: the file does not say how many requests failed.')] };
  if (errors.total === 0) return { title, brief: true, blocks: [paragraph(none(analysis))] };
  const classes = kpis.overall.errorClasses.map((entry) => `${count(entry.count)} ${entry.class}`).join(', ');
  const rate = percentage(kpis.overall.errorRate);
  const total =
    kpis.overall.count === 0
      ? `${counted(errors.total, 'request')} failed; the file does not say of how many`
      : `${count(errors.total)} of ${counted(kpis.overall.count, 'request')} failed (${rate})`;
  const blocks: Block[] = [paragraph(classes === '' ? `${total}.` : `${total}: ${classes}.`)];
  if (errors.groups.length === 0) return { title, brief: true, blocks: [...blocks, paragraph('The file does not say how they failed.')] };
  blocks.push(groups(analysis));
  if (errors.ungrouped > 0) {
    blocks.push(
      paragraph(`${counted(errors.ungrouped, 'failed request')} of further codes were not kept apart: there were too many codes.`),
    );
  }
  if (errors.groups.every(({ exemplar }) => exemplar === null)) return { title, brief: true, blocks };
  blocks.push(
    paragraph('One real failed request of each kind, the first one, to look up in the file and in logs:', true),
    examples(analysis),
  );
  return { title, brief: true, blocks };
}

/** @returns whether a file cannot tell a failed request from a successful one */
export const isBlind = ({ granularity, columns }: InputFile): boolean =>
  granularity === 'samples' && !columns.includes('success') && !columns.includes('responseCode');

/** No failure among the requests is a fact only if the file can tell. */
function none({ kpis, input }: Analysis): string {
  if (kpis.overall.count === 0) return 'No request was counted.';
  const blind = input.filter(isBlind);
  if (blind.length === 0) return 'No counted request failed.';
  if (blind.length === input.length) return 'Not known: the input has neither a success column nor response codes.';
  return `No failure was seen, but ${count(blind.length)} of ${counted(input.length, 'file')} ${blind.length === 1 ? 'has' : 'have'} neither a success column nor response codes.`;
}

function groups({ errors, window }: Analysis): Table {
  const timed = errors.groups.some(({ firstSeen }) => firstSeen !== null);
  const columns = [
    textColumn('class'),
    textColumn('code', 1),
    numberColumn('requests', ''),
    numberColumn('share of errors', '%', 4),
    ...(timed ? [numberColumn('first seen', 'from start', 5), numberColumn('last seen', 'from start', 6)] : []),
    textColumn('message', 2),
    textColumn('endpoints', 7),
  ];
  return table(
    columns,
    errors.groups,
    (group) => [
      group.class,
      code(group.code),
      count(group.count),
      percent(group.share),
      ...(timed ? [offset(group.firstSeen, window.start), offset(group.lastSeen, window.start)] : []),
      message(group.message),
      labels(group),
    ],
    { noun: 'error kinds', limit: GROUPS, brief: SUMMARY_GROUPS, where: 'errors.groups' },
  );
}

const code = (text: string): Inline[] => [text === '' ? '(none)' : quoted(text)];
const message = (text: string): Inline[] => [text === '' ? '(none)' : quoted(text)];

function labels({ labels, count: total }: ErrorGroup): Inline[] {
  const named = labels
    .slice(0, LABELS)
    .flatMap(({ label, count: failed }, at): Inline[] => [
      ...(at === 0 ? [] : [', ']),
      ...labelText(label).map((part) => (typeof part === 'object' && 'quoted' in part ? quoted(part.quoted, 60) : part)),
      ` ${count(failed)}`,
    ]);
  const rest = total - labels.slice(0, LABELS).reduce((sum, entry) => sum + entry.count, 0);
  return rest > 0 ? [...named, `, others ${count(rest)}`] : named;
}

function examples({ errors }: Analysis): Table {
  const columns = [
    textColumn('class, code'),
    textColumn('file:line'),
    textColumn('started (UTC)'),
    textColumn('endpoint'),
    numberColumn('took', 'ms'),
    textColumn('message'),
  ];
  const real = errors.groups.flatMap(({ class: kind, code: text, exemplar }) => (exemplar === null ? [] : [{ kind, text, exemplar }]));
  return table(
    columns,
    real,
    ({ kind, text, exemplar }) => [
      [`${kind}, `, ...code(text)],
      [quoted(`${exemplar.file}:${exemplar.line}`)],
      moment(exemplar.timestamp),
      labelText(exemplar.label),
      measure(exemplar.latency),
      message(exemplar.message),
    ],
    { noun: 'examples', limit: GROUPS, where: 'errors.groups', detail: true },
  );
}
