/** The commands and their flags, as commander reads them and `--help` shows them. */

import { Command, Option } from 'commander';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import type { AnalyzeFlags } from './analyze.js';
import { CATALOGS, type Catalog } from './catalogs.js';
import { exitCodeHelp } from './messages.js';
import type { ReportFlags } from './report.js';
import type { SamplesFlags } from './samples.js';
import {
  parseApdexT,
  parseCharts,
  parseCi,
  parseDuration,
  parseGateCondition,
  parseGateWindow,
  parseLlm,
  parseMoment,
  parseTag,
  parseText,
  parseTimeZone,
  parseToolThresholds,
  ValueError,
} from './values.js';

/** What the commands do. */
export interface Handlers {
  analyze(files: string[], flags: AnalyzeFlags): Promise<void>;
  report(file: string, flags: ReportFlags): Promise<void>;
  samples(files: string[], flags: SamplesFlags): Promise<void>;
  list(catalog: Catalog, flags: { verbose?: boolean }): Promise<void>;
  explainKind(kind: string): Promise<void>;
}

const EXAMPLES = `
Examples:
  heimr analyze results.jtl                        summary in the terminal
  heimr analyze results.jtl -o report.md           and a report to share
  heimr analyze a.jtl b.jtl.gz -o reports/         two injectors of one run
  heimr analyze results/                           all result files in a folder
  heimr analyze results.jtl --from 2m --to 32m     without ramp-up and ramp-down
  heimr analyze results.jtl --fail-on "p95 > 800ms" --fail-on "error_rate > 1%"
  zcat results.jtl.gz | heimr analyze - --tag build=1234
  heimr report analysis.json -o report.pdf         a report made later
  heimr samples results.jtl -o samples.csv         what was read, row by row

Results go to standard output, progress and notices to standard error.

${exitCodeHelp()}
`;

const ANALYZE_NOTES = `
Times are written 2026-11-20T10:00:00Z, or as a distance from the first request
(30s, 2m, 1h30m), or in milliseconds since 1970. A label pattern is the whole
label, with * for any text. The same settings can stand in heimr.yaml, which is
found by itself in the working folder; flags win, conditions are added.
`;

/** @returns the command line, ready to parse */
export function commandLine(version: string, handlers: Handlers): Command {
  const program = new Command('heimr')
    .description('Analyses the results of a load test: true figures, and what they rest on.')
    .usage('<command> [flags]')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });

  program.addCommand(analyzeCommand(handlers));
  program.addCommand(reportCommand(handlers));
  program.addCommand(samplesCommand(handlers));
  program.addCommand(listCommand(handlers));
  program.addCommand(explainKindCommand(handlers));
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

function analyzeCommand(handlers: Handlers): Command {
  return new Command('analyze')
    .description('analyse the files of one run and report')
    .argument('<files...>', 'result files, folders or patterns; several are injectors of one run; - is standard input')
    .addOption(flag('-o, --output <file>', 'report to write, by extension, or a folder/ (repeatable)', path, 'list'))
    .addOption(flag('--charts <where>', 'drawings of a Markdown report: files (default), embed, or none', parseCharts))
    .addOption(flag('--from <time>', 'count requests from here on', parseMoment))
    .addOption(flag('--to <time>', 'count requests before here', parseMoment))
    .addOption(flag('--warmup <duration>', 'length of the warm-up (default: found from the data)', parseDuration))
    .option('--merge', 'read files of different runs or tools as one run')
    .addOption(flag('--timezone <zone>', 'zone of time stamps written without one', parseTimeZone))
    .addOption(flag('--include <pattern>', 'count only these labels (repeatable)', parseText, 'list'))
    .addOption(flag('--exclude <pattern>', 'leave these labels out (repeatable)', parseText, 'list'))
    .addOption(flag('--apdex-t <ms>', 'Apdex target (default: 500)', parseApdexT))
    .addOption(flag('--title <text>', 'title of the report', parseText))
    .addOption(flag('--tag <name=value>', 'what is known of the run, such as build=1234 (repeatable)', parseTag, 'list'))
    .addOption(flag('--fail-on <condition>', 'exit 1 if this is so, such as "p95 > 800ms" (repeatable)', parseGateCondition, 'list'))
    .addOption(flag('--warn-on <condition>', 'say so if this is so (repeatable)', parseGateCondition, 'list'))
    .addOption(flag('--gate-window <part>', 'what conditions are about: whole (default) or steady', parseGateWindow))
    .addOption(
      flag('--tool-thresholds <what>', "whether the load tool's own thresholds fail, warn, or ignore (default)", parseToolThresholds),
    )
    .addOption(flag('--ci <system>', 'whom to tell in its own way: github, gitlab, none (default: as found)', parseCi))
    .addOption(flag('--llm <model>', 'who words the explanation; this version: none', parseLlm))
    .addOption(flag('-c, --config <file>', 'settings (default: heimr.yaml, if there is one)', path))
    .option('--strict', 'exit 4 if a source could not be asked')
    .option('--no-color', 'no colours')
    .option('--quiet', 'no progress and no notices')
    .option('--verbose', 'on an error, show where it happened')
    .addHelpText('after', ANALYZE_NOTES)
    .action(handlers.analyze);
}

function reportCommand(handlers: Handlers): Command {
  return new Command('report')
    .description('make reports from a stored analysis.json')
    .argument('<analysis.json>', 'what analyze -o analysis.json wrote; - is standard input')
    .addOption(flag('-o, --output <file>', 'report to write, by extension, or a folder/ (repeatable)', path, 'list'))
    .addOption(flag('--charts <where>', 'drawings of a Markdown report: files (default), embed, or none', parseCharts))
    .addOption(flag('--ci <system>', 'whom to tell in its own way: github, gitlab, none (default: as found)', parseCi))
    .option('--no-color', 'no colours')
    .option('--quiet', 'no summary')
    .option('--verbose', 'on an error, show where it happened')
    .action(handlers.report);
}

function samplesCommand(handlers: Handlers): Command {
  return new Command('samples')
    .description('print the rows as they were read, as CSV')
    .argument('<files...>', 'result files, folders or patterns; - is standard input')
    .addOption(flag('-o, --output <file.csv>', 'file to write (default: standard output)', path))
    .option('--spreadsheet-safe', "put ' before texts that a spreadsheet would run as a formula (default: exact texts)")
    .addOption(flag('--timezone <zone>', 'zone of time stamps written without one', parseTimeZone))
    .addOption(flag('-c, --config <file>', 'settings (default: heimr.yaml, if there is one)', path))
    .option('--quiet', 'no notices')
    .option('--verbose', 'on an error, show where it happened')
    .action(handlers.samples);
}

function listCommand(handlers: Handlers): Command {
  const command = new Command('list')
    .description('list what this version can do')
    .option('--verbose', 'what each one finds, and its page in the docs');
  command.addArgument(command.createArgument('<catalog>', 'what to list').choices(CATALOGS));
  return command.action(handlers.list);
}

function explainKindCommand(handlers: Handlers): Command {
  return new Command('explain-kind')
    .description('what a kind of finding means, how it is found, and what to do')
    .argument('<kind>', 'kind of a finding, such as latency-shift')
    .option('--verbose', 'on an error, show where it happened')
    .action(handlers.explainKind);
}

/** A flag with a value. Its errors name flag and value, and say what would be right. */
function flag<T>(flags: string, description: string, parse: (text: string) => T, many?: 'list'): Option {
  const option = new Option(flags, description);
  const name = option.long ?? flags;
  return option.argParser((text: string, previous: unknown) => {
    const value = parseValue(name, text, parse);
    return many ? [...((previous as T[] | undefined) ?? []), value] : value;
  });
}

function parseValue<T>(name: string, text: string, parse: (text: string) => T): T {
  // A flag whose value was forgotten would otherwise swallow the next flag.
  if (/^--[a-z]/.test(text))
    throw new HeimrError('usage', `${name} needs a value, but ${printable(text)} follows.`, `Put the value after ${name}.`);
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof ValueError) throw new HeimrError('usage', `${name}: ${error.message}.`, error.hint);
    throw error;
  }
}

function path(text: string): string {
  if (text === '') throw new ValueError('the path is empty', 'Give the path of a file.');
  return text;
}
