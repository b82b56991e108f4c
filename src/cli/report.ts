/** `heimr report`: reports from a stored analysis.json, as `analyze` would have written them. */

import { HeimrError } from '../errors.js';
import { readAnalysis } from '../output/read-analysis.js';
import { planReports, writePlan } from '../output/report-plan.js';
import type { ChartMode } from '../reporters/charts/chart.js';
import { terminal } from '../reporters/terminal.js';
import { type Ci, ciOf, tellCi } from './ci.js';
import { EXIT } from './exit-codes.js';
import { closingLines, tellMissed } from './reports-told.js';
import type { TextOutput } from './text-output.js';

/** What commander hands over. */
export interface ReportFlags {
  output?: string[];
  charts?: ChartMode;
  ci?: Ci;
  color: boolean;
  quiet?: boolean;
}

/**
 * @param path of an analysis.json; `-` is standard input
 * @returns the exit code: 0 whatever the analysis says, since its gate was judged when it was made
 * @throws HeimrError where it is no analysis, or a report cannot be written
 */
export async function report(path: string, flags: ReportFlags, out: TextOutput, err: TextOutput): Promise<number> {
  const { output: outputs = [], charts = 'files' } = flags;
  const plan = await planReports(outputs, [path]);
  const analysis = await readAnalysis(path);
  const written = await writePlan(plan, analysis, charts);
  const { width, color } = out.screen(flags.color, process.env);
  const summary = terminal.render(analysis, { width, color });
  if (typeof summary !== 'string') throw new HeimrError('internal', 'The summary is no text.', 'Please report this.');
  if (!flags.quiet) await out.write(`${summary}\n`);
  await out.write(closingLines(written.paths, written.charts));
  const code = (await tellMissed(written.missed, err)) ?? EXIT.ok;
  await tellCi(ciOf(flags.ci, process.env), analysis, code, { out, err, environment: process.env });
  return code;
}
