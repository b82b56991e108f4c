/** What a system of continuous integration is told in its own way, besides the exit code and the reports. */

import { randomUUID } from 'node:crypto';
import { HeimrError } from '../errors.js';
import type { Analysis } from '../model/analysis.js';
import { appendTo } from '../output/append-file.js';
import { github } from '../reporters/github.js';
import { markdown } from '../reporters/markdown.js';
import { noticeMessage } from './messages.js';
import type { TextOutput } from './text-output.js';

/** Systems that are known. GitLab reads JUnit XML and is told nothing besides: its log has no annotations. */
export const CI_SYSTEMS = ['github', 'gitlab', 'none'] as const;

/** One of them. */
export type Ci = (typeof CI_SYSTEMS)[number];

/** Bytes that GitHub takes for the summary of a step; all that a step writes counts. */
const SUMMARY_LIMIT = 1 << 20;

/** Where to tell it. */
export interface Listeners {
  /** Standard output, of which the runner takes orders. */
  out: TextOutput;
  /** Where notices go; null where none are wanted. */
  err: TextOutput | null;
  /** process.env, which names the files of the runner. */
  environment: NodeJS.ProcessEnv;
}

/**
 * @param wanted what `--ci` says
 * @returns that, or the system that this runs in, as its variables tell
 */
export function ciOf(wanted: Ci | undefined, environment: NodeJS.ProcessEnv): Ci {
  if (wanted !== undefined) return wanted;
  if (environment.GITHUB_ACTIONS === 'true') return 'github';
  return environment.GITLAB_CI === 'true' ? 'gitlab' : 'none';
}

/**
 * On GitHub: annotations, the summary of the step and its outputs. That one of them cannot be written is a notice: it must not decide over a
 * build.
 * @param code what the process will end with
 */
export async function tellCi(ci: Ci, analysis: Analysis, code: number, { out, err, environment }: Listeners): Promise<void> {
  if (ci !== 'github') return;
  await out.writeExactly(String(github.render(analysis)));
  await append('GITHUB_STEP_SUMMARY', (size) => summary(analysis, size));
  await append('GITHUB_OUTPUT', (size) => (size > 0 ? '\n' : '') + outputs(analysis, code));

  async function append(variable: string, text: (size: number) => string): Promise<void> {
    const path = environment[variable] ?? '';
    try {
      if (path === '') throw new HeimrError('output', `${variable} is not set.`, 'On GitHub it is; elsewhere leave --ci github away.');
      await appendTo(path, text);
    } catch (error) {
      if (!(error instanceof HeimrError)) throw error;
      const why = variable === 'GITHUB_OUTPUT' ? 'The step has no outputs.' : 'The job has no summary.';
      await err?.write(noticeMessage({ id: 'ci-file', level: 'warning', file: null, what: error.message, why, todo: error.hint }));
    }
  }
}

/** The report without drawings, as far as there is room after what the step has written before. */
function summary(analysis: Analysis, size: number): string {
  const limit = SUMMARY_LIMIT - size - 2;
  if (limit < 16_384) throw new HeimrError('output', 'The summary of this step is full.', 'Run heimr in a step of its own.');
  return `${size > 0 ? '\n\n' : ''}${String(markdown.render(analysis, { charts: 'none', limit }))}`;
}

/** Outputs of the step. The end of each value is a word that nobody can foresee, so that no value can end early and begin another one. */
function outputs({ verdict, gate }: Analysis, code: number): string {
  const judged = gate === null ? 'none' : gate.passed ? 'passed' : 'failed';
  const values = { verdict: verdict.status, gate: judged, 'exit-code': String(code) };
  return Object.entries(values)
    .map(([name, value]) => {
      const end = `heimr-${randomUUID()}`;
      return `${name}<<${end}\n${value}\n${end}\n`;
    })
    .join('');
}
