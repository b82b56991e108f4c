/** The commands and their flags, as commander reads them and `--help` shows them. */

import { Command } from 'commander';
import type { AnalyzeFlags } from './analyze.js';
import { addBackendFlags } from './backend-flags.js';
import { CATALOGS, type Catalog } from './catalogs.js';
import type { DoctorFlags } from './doctor.js';
import type { ExplainFlags } from './explain.js';
import { flag, parsePath } from './flag.js';
import { exitCodeHelp } from './messages.js';
import type { ReportFlags } from './report.js';
import type { SamplesFlags } from './samples.js';
import {
  parseAddress,
  parseApdexT,
  parseCharts,
  parseCi,
  parseClockOffset,
  parseDuration,
  parseGateCondition,
  parseGateWindow,
  parseLlm,
  parseMoment,
  parseTag,
  parseText,
  parseTimeZone,
  parseToolThresholds,
} from './values.js';

/** What the commands do. */
export interface Handlers {
  analyze(files: string[], flags: AnalyzeFlags): Promise<void>;
  report(file: string, flags: ReportFlags): Promise<void>;
  samples(files: string[], flags: SamplesFlags): Promise<void>;
  doctor(files: string[], flags: DoctorFlags): Promise<void>;
  list(catalog: Catalog, flags: { verbose?: boolean }): Promise<void>;
  explain(file: string, flags: ExplainFlags): Promise<void>;
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
  heimr explain analysis.json --llm ollama         the explanation, by a model
  heimr samples results.jtl -o samples.csv         what was read, row by row
  heimr doctor --prometheus http://127.0.0.1:9090  can it be asked, has it data

Results go to standard output, progress and notices to standard error.

${exitCodeHelp()}
`;

const ANALYZE_NOTES = `
Times are written 2026-11-20T10:00:00Z, or as a distance from the first request
(30s, 2m, 1h30m), or in milliseconds since 1970. A label pattern is the whole
label, with * for any text. The same settings can stand in heimr.yaml, which is
found by itself in the working folder; flags win, conditions are added.
`;

const LLM = 'who words the explanation: none (default), ollama[:model], openai:model, anthropic:model';
const PROMPT = 'folder with system.md, task.md, repair.md for the model';
const TRUST = 'let heimr.yaml, or a base address, send data off this machine';

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
  program.addCommand(explainCommand(handlers));
  program.addCommand(samplesCommand(handlers));
  program.addCommand(doctorCommand(handlers));
  program.addCommand(listCommand(handlers));
  program.addCommand(explainKindCommand(handlers));
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

function analyzeCommand(handlers: Handlers): Command {
  const command = new Command('analyze')
    .description('analyse the files of one run and report')
    .argument('<files...>', 'result files, folders or patterns; several are injectors of one run; - is standard input')
    .addOption(flag('-o, --output <file>', 'report to write, by extension, or a folder/ (repeatable)', parsePath, 'list'))
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
    );
  return addBackendFlags(command)
    .addOption(flag('--grafana <url>', 'Grafana to link queries to', parseAddress))
    .addOption(flag('--clock-offset <duration>', "how far the backends' clock is ahead of the load tool's", parseClockOffset))
    .addOption(flag('--capture <folder>', 'keep what backends answer', parsePath))
    .addOption(flag('--replay <folder>', 'take the answers that --capture kept, and ask nobody', parsePath))
    .addOption(flag('--llm <model>', LLM, parseLlm))
    .addOption(flag('--prompt <folder>', PROMPT, parsePath))
    .option('--trust-config', TRUST)
    .addOption(flag('--ci <system>', 'whom to tell in its own way: github, gitlab, none (default: as found)', parseCi))
    .addOption(flag('-c, --config <file>', 'settings (default: heimr.yaml, if there is one)', parsePath))
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
    .addOption(flag('-o, --output <file>', 'report to write, by extension, or a folder/ (repeatable)', parsePath, 'list'))
    .addOption(flag('--charts <where>', 'drawings of a Markdown report: files (default), embed, or none', parseCharts))
    .addOption(flag('--ci <system>', 'whom to tell in its own way: github, gitlab, none (default: as found)', parseCi))
    .option('--no-color', 'no colours')
    .option('--quiet', 'no summary')
    .option('--verbose', 'on an error, show where it happened')
    .action(handlers.report);
}

function explainCommand(handlers: Handlers): Command {
  return new Command('explain')
    .description('explain a stored analysis.json')
    .argument('<analysis.json>', 'what analyze -o analysis.json wrote; - is standard input')
    .addOption(flag('--llm <model>', LLM, parseLlm))
    .addOption(flag('--prompt <folder>', PROMPT, parsePath))
    .option('--dry-run', 'show host, size and the exact body that a model would get; send nothing')
    .addOption(flag('--audit <file.json>', 'keep what was sent and received', parsePath))
    .addOption(flag('--replay <file.json>', 'check and word a kept answer again; ask nobody', parsePath))
    .addOption(flag('-o, --output <file>', 'report to write, by extension, or a folder/ (repeatable)', parsePath, 'list'))
    .addOption(flag('-c, --config <file>', 'settings (default: heimr.yaml, if there is one)', parsePath))
    .option('--trust-config', TRUST)
    .option('--no-color', 'no colours')
    .option('--quiet', 'no progress and no notices')
    .option('--verbose', 'on an error, show where it happened')
    .action(handlers.explain);
}

function samplesCommand(handlers: Handlers): Command {
  return new Command('samples')
    .description('print the rows as they were read, as CSV')
    .argument('<files...>', 'result files, folders or patterns; - is standard input')
    .addOption(flag('-o, --output <file.csv>', 'file to write (default: standard output)', parsePath))
    .option('--spreadsheet-safe', "put ' before texts that a spreadsheet would run as a formula (default: exact texts)")
    .addOption(flag('--timezone <zone>', 'zone of time stamps written without one', parseTimeZone))
    .addOption(flag('-c, --config <file>', 'settings (default: heimr.yaml, if there is one)', parsePath))
    .option('--quiet', 'no notices')
    .option('--verbose', 'on an error, show where it happened')
    .action(handlers.samples);
}

function doctorCommand(handlers: Handlers): Command {
  const command = new Command('doctor')
    .description('check backends: address, access, kind, clock, scope, data; and say how to mend them')
    .argument('[files...]', 'result files; their time is looked at (default: the last 15 minutes)');
  return addBackendFlags(command)
    .addOption(flag('--from <time>', 'look at the time from here on', parseMoment))
    .addOption(flag('--to <time>', 'look at the time before here', parseMoment))
    .option('--trust-config', 'let a heimr.yaml that was found by itself name remote backends')
    .addOption(flag('-c, --config <file>', 'settings (default: heimr.yaml, if there is one)', parsePath))
    .option('--verbose', 'on an error, show where it happened')
    .action(handlers.doctor);
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
