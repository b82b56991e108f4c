import type { Analysis, Check, Source } from '../../model/analysis.js';
import type { Notice } from '../../model/notice.js';
import { count, counted } from '../../model/quantities.js';
import { numberColumn, table, textColumn } from './table.js';
import { type Block, type Inline, list, paragraph, quoted, type Section, strong, type Text } from './tree.js';

/** Checks that were not made and why, first; silence must never look like health. */
export function notChecked({ checks }: Analysis): Section {
  const missing = checks.filter(({ outcome }) => outcome !== 'checked');
  const made = checks.filter(({ outcome }) => outcome === 'checked');
  const blocks: Block[] = [];
  if (checks.length === 0) blocks.push(paragraph('No check for anomalies was made at all: this report holds figures only.'));
  else if (missing.length === 0) blocks.push(paragraph('Every check was made.'));
  else blocks.push(list(byReason(missing), 8));
  if (made.length > 0) blocks.push(paragraph(`Checked: ${made.map(({ title }) => title).join(', ')}.`));
  return { title: 'Not checked', brief: true, blocks };
}

/** One item a reason, so that twenty checks without logs are one line. */
function byReason(checks: readonly Check[]): Text[] {
  const groups = new Map<string, { reason: string; titles: string[]; failed: boolean }>();
  for (const { title, outcome, reason } of checks) {
    const group = groups.get(`${outcome} ${reason}`);
    if (group) group.titles.push(title);
    else groups.set(`${outcome} ${reason}`, { reason, titles: [title], failed: outcome === 'failed' });
  }
  return [...groups.values()].map(
    ({ reason, titles, failed }): Text => [
      strong(titles.join(', ')),
      failed ? ' (the check failed): ' : ': ',
      reason === '' ? 'no reason is given.' : reason,
    ],
  );
}

/** Notices, warnings first. */
export function notices({ notices }: Analysis): Section[] {
  if (notices.length === 0) return [];
  const sorted = [...notices].sort((a, b) => Number(a.level === 'info') - Number(b.level === 'info'));
  return [
    { title: 'Notices', brief: true, blocks: [list(sorted.slice(0, NOTICES).map(noticeText), SUMMARY_NOTICES), ...more(sorted.length)] },
  ];
}

/** Notices that a report shows. */
const NOTICES = 100;

/** Notices that a summary shows. */
const SUMMARY_NOTICES = 6;

const more = (length: number): Block[] =>
  length > NOTICES ? [paragraph(`${count(length - NOTICES)} more are in notices in analysis.json.`, true)] : [];

function noticeText({ level, file, what, why, todo }: Notice): Text {
  const head: Inline[] = [strong(level === 'warning' ? 'Warning' : 'Note'), ': '];
  const origin: Inline[] = file === null ? [] : [quoted(file), ': '];
  // Apart, so that a long part is cut and the others stay.
  return [...head, ...origin, ...[what, why, todo].filter((part) => part !== '').flatMap((part, at) => (at === 0 ? [part] : [' ', part]))];
}

/** Backends that were asked and what became of it. Empty where none was. */
export function sources({ sources }: Analysis): Section[] {
  if (sources.length === 0) return [];
  const columns = [
    textColumn('backend'),
    textColumn('address', 5),
    numberColumn('asked', ''),
    numberColumn('answered', ''),
    numberColumn('without data', ''),
    numberColumn('failed', ''),
    textColumn('message', 4),
  ];
  const shown = table(
    columns,
    sources,
    (source: Source): Text[] => [
      source.backend,
      [quoted(source.url)],
      count(source.asked),
      count(source.answered),
      count(source.noData),
      count(source.failed),
      source.message === '' ? '' : [quoted(source.message)],
    ],
    { noun: 'backends', limit: 50, where: 'sources' },
  );
  const silent = sources.reduce((sum, { noData, failed }) => sum + noData + failed, 0);
  const text =
    silent > 0 ? `${counted(silent, 'question')} got no answer; nothing is concluded from that.` : 'Every question was answered.';
  return [{ title: 'Backends asked', brief: true, blocks: [paragraph(text), shown] }];
}
