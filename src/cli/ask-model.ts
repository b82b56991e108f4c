/** Asks the model, with one line of progress on a terminal. */

import { type Audit, type ExplainOptions, explainAnalysis } from '../explain.js';
import type { Analysis } from '../model/analysis.js';
import { noticeMessage } from './messages.js';
import type { TextOutput } from './text-output.js';

/** Between two paintings, ms. */
const INTERVAL = 250;

/** Words that tell on standard error what became of the model. */
export async function askModel(
  analysis: Analysis,
  options: ExplainOptions,
  { quiet = false, color }: { quiet?: boolean | undefined; color: boolean },
  err: TextOutput,
): Promise<{ analysis: Analysis; audit: Audit }> {
  const { live, width } = err.screen(color, process.env);
  const shown = live && !quiet;
  let painted = 0;
  const paint = (text: string): void => {
    if (shown) void err.write(`\r${text.slice(0, width - 1)}\u001b[K`);
  };
  paint(`${options.provider}, model ${options.model}: asked for an explanation …`);
  const told = await explainAnalysis(analysis, {
    ...options,
    onText: (characters) => {
      const now = Date.now();
      if (now - painted < INTERVAL) return;
      painted = now;
      paint(`${options.provider}, model ${options.model}: ${characters} characters so far …`);
    },
    onWait: (ms, why) => paint(`${why} Next attempt in ${Math.ceil(ms / 1000)} s …`),
  });
  if (shown) await err.write('\r\u001b[K');
  const note = told.analysis.explanation?.note ?? '';
  if (note !== '' && told.analysis.explanation?.source === 'plain-words' && !quiet)
    await err.write(noticeMessage({ id: 'explanation', level: 'warning', file: null, what: note, why: '', todo: '' }));
  return told;
}
