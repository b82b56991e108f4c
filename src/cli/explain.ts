/** `heimr explain`: the explanation of a stored analysis.json, by a model if one is named; what would be sent; what was. */

import { readFile } from 'node:fs/promises';
import { HeimrError } from '../errors.js';
import { dryRun, plainExplanation, replayExplanation } from '../explain.js';
import { printable } from '../input/printable.js';
import { type Audit, auditFault } from '../llm/catalog.js';
import type { Analysis } from '../model/analysis.js';
import { readAnalysis } from '../output/read-analysis.js';
import { planReports, writePlan } from '../output/report-plan.js';
import { checkWritable, PendingFile } from '../output/write-files.js';
import { askModel } from './ask-model.js';
import { loadConfig } from './config.js';
import { EXIT } from './exit-codes.js';
import { explanationText } from './explanation-text.js';
import { type ModelFlags, modelRequest } from './model-request.js';
import { closingLines, tellMissed } from './reports-told.js';
import type { TextOutput } from './text-output.js';

/** Flags of `heimr explain`. */
export interface ExplainFlags extends ModelFlags {
  output?: string[];
  dryRun?: boolean;
  audit?: string;
  replay?: string;
  config?: string;
  color: boolean;
  quiet?: boolean;
}

/**
 * @param path of an analysis.json; `-` is standard input
 * @returns the exit code: 0 also where the model did not help, since the explanation is then in plain words
 * @throws HeimrError
 */
export async function explain(path: string, flags: ExplainFlags, out: TextOutput, err: TextOutput): Promise<number> {
  const { output: outputs = [], audit: auditPath } = flags;
  const request = modelRequest(flags, (await loadConfig(flags.config)).llm, process.env);
  if (flags.replay !== undefined && (flags.dryRun || auditPath !== undefined))
    throw new HeimrError('usage', '--replay asks nobody, so it goes with neither --dry-run nor --audit.', 'Leave one away.');
  const plan = await planReports(outputs, [path]);
  if (auditPath !== undefined) await checkWritable(auditPath);
  const analysis = await readAnalysis(path);
  if (flags.dryRun) return tellDryRun(analysis, request, out);
  const { analysis: explained, audit } = await explainedBy(analysis, request, flags, err);
  if (auditPath !== undefined && audit !== null) await writeAudit(auditPath, audit);
  const written = await writePlan(plan, explained, 'files');
  await out.write(explanationText(explained, out.screen(flags.color, process.env).width));
  if (outputs.length > 0) await out.write(`\n${closingLines(written.paths, written.charts)}`);
  return (await tellMissed(written.missed, err)) ?? EXIT.ok;
}

async function explainedBy(
  analysis: Analysis,
  request: ReturnType<typeof modelRequest>,
  flags: ExplainFlags,
  err: TextOutput,
): Promise<{ analysis: Analysis; audit: Audit | null }> {
  if (flags.replay !== undefined) return { analysis: await replayExplanation(analysis, await readAudit(flags.replay)), audit: null };
  if (request !== null && 'options' in request) return askModel(analysis, request.options, flags, err);
  if (request !== null) await err.write(`note: ${request.refused}\n`);
  if (flags.audit !== undefined)
    throw new HeimrError('usage', '--audit keeps what was sent to a model, and none is named.', 'Name one with --llm.');
  // A stored explanation is told as it is; only an analysis without one is explained now.
  return { analysis: analysis.explanation === null ? plainExplanation(analysis) : analysis, audit: null };
}

/** Host, size and tokens, and the exact body; the body alone is what a program wants, so it is last. */
async function tellDryRun(analysis: Analysis, request: ReturnType<typeof modelRequest>, out: TextOutput): Promise<number> {
  if (request === null || !('options' in request)) {
    const why = request === null ? '--dry-run shows what a model would get, and none is named.' : request.refused;
    throw new HeimrError('usage', why, 'Name one with --llm, such as --llm ollama.');
  }
  const { host, bytes, tokens, window, body, redactions, leftOut } = dryRun(analysis, request.options);
  const replaced = Object.entries(redactions).map(([name, count]) => `${count} ${name}`);
  const lines = [
    'Nothing was sent. This would be:',
    `host    ${host}`,
    `model   ${request.options.provider}, ${request.options.model}`,
    `size    ${bytes} bytes`,
    `tokens  about ${tokens} at most, of a window of ${window}`,
    `masked  ${replaced.length === 0 ? 'nothing' : replaced.join(', ')}`,
    `left out ${leftOut.length === 0 ? 'nothing' : leftOut.map(({ id, form }) => `${id} (${form})`).join(', ')}`,
    'body:',
  ];
  await out.write(`${lines.map(printable).join('\n')}\n${body}\n`);
  return EXIT.ok;
}

async function writeAudit(path: string, audit: Audit): Promise<void> {
  const pending = await PendingFile.open(path);
  try {
    await pending.write(`${JSON.stringify(audit, null, 2)}\n`);
    await pending.flush();
    await pending.publish();
  } finally {
    await pending.discard();
  }
}

async function readAudit(path: string): Promise<Audit> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new HeimrError('unreadable', `${printable(path)} cannot be read, or is no JSON.`, 'Give a file that --audit wrote.', error);
  }
  const fault = auditFault(value);
  if (fault !== null)
    throw new HeimrError('unreadable', `${printable(path)} is no record of an explanation: ${fault}.`, 'Give a file that --audit wrote.');
  return value as Audit;
}
