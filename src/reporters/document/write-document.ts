import type { Analysis } from '../../model/analysis.js';
import { moment, span } from '../../model/moments.js';
import { counted, DASH } from '../../model/quantities.js';
import { notChecked, notices, sources } from './checks.js';
import { definitions } from './definitions.js';
import { endpoints } from './endpoints.js';
import { errors } from './errors.js';
import { explanation } from './explanation.js';
import { findings } from './findings.js';
import { frontPage } from './front-page.js';
import { gate } from './gate.js';
import { headline } from './headline.js';
import { input } from './input.js';
import { load } from './load.js';
import { loadTool } from './load-tool.js';
import { method } from './method.js';
import { outliers } from './outliers.js';
import { phases } from './phases.js';
import { responseTimes } from './response-times.js';
import { timeline } from './timeline.js';
import { transactions } from './transactions.js';
import type { Document, Inline, Text } from './tree.js';

/**
 * Writes the report for people. The order is that of a reader's questions: what is the verdict, what was measured, where is it
 * slow, what failed, when, can I trust it, how was it computed.
 */
export function writeDocument(analysis: Analysis): Document {
  return {
    title: analysis.title.trim() === '' ? '(no title)' : analysis.title,
    verdict: {
      status: analysis.verdict.status,
      sentence: analysis.verdict.sentence,
      reasons: analysis.verdict.reasons.map(({ text, findings }) => reason(text, findings, analysis)),
    },
    front: frontPage(analysis),
    sections: [
      headline(analysis),
      ...gate(analysis),
      ...explanation(analysis),
      ...findings({ ...analysis, gate: null }),
      ...responseTimes(analysis),
      ...endpoints(analysis),
      errors(analysis),
      ...phases(analysis),
      ...timeline(analysis),
      ...transactions(analysis),
      ...outliers(analysis),
      ...load(analysis),
      ...loadTool(analysis),
      ...sources(analysis),
      notChecked(analysis),
      ...notices(analysis),
      input(analysis),
      method(analysis),
      ...definitions(analysis),
    ],
    colophon: colophon(analysis.run),
  };
}

/** A reason names the findings it rests on by their titles. */
function reason(text: string, ids: readonly string[], { findings }: Analysis): Text {
  const titles = ids.map((id) => findings.find((finding) => finding.id === id)?.title ?? id);
  const words: Inline[] = [text];
  return titles.length === 0 ? words : [...words, ` (${titles.join(', ')})`];
}

function colophon({ version, startedAt, durationMs, workers }: Analysis['run']): string {
  const at = startedAt === null ? DASH : moment(Date.parse(startedAt));
  const when = at === DASH ? '' : ` on ${at}`;
  const took = durationMs === null ? '' : `, in ${span(durationMs)}${workers > 0 ? ` with ${counted(workers, 'worker')}` : ''}`;
  return `Made by Heimr ${version}${when}${took}.`;
}
