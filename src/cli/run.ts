/** Arguments → exit code. Everything that can go wrong ends here, in words. */

import { CommanderError } from 'commander';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import { VERSION } from '../version.js';
import { EXIT, exitCodeOfError } from './exit-codes.js';
import { commandLine } from './flags.js';
import { laterCommand, laterFlag } from './later-versions.js';
import { errorMessage } from './messages.js';
import type { TextOutput } from './text-output.js';

/**
 * @param args arguments after the name of the program
 * @returns the exit code
 */
export async function run(args: readonly string[], out: TextOutput, err: TextOutput): Promise<number> {
  let code: number = EXIT.ok;
  let help = '';
  // Commands are loaded when they are called: `--help` and `--version` need none of them.
  const program = commandLine(VERSION, {
    analyze: async (files, flags) => {
      code = await (await import('./analyze.js')).analyze(files, flags, out, err);
    },
    report: async (file, flags) => {
      code = await (await import('./report.js')).report(file, flags, out, err);
    },
    samples: async (files, flags) => {
      code = await (await import('./samples.js')).samples(files, flags, out, err);
    },
    doctor: async (files, flags) => {
      code = await (await import('./doctor.js')).doctor(files, flags, out);
    },
    list: async (catalog, flags) => {
      code = await (await import('./list.js')).list(catalog, flags, out);
    },
    explain: async (file, flags) => {
      code = await (await import('./explain.js')).explain(file, flags, out, err);
    },
    explainKind: async (kind) => {
      code = await (await import('./explain-kind.js')).explainKind(kind, out);
    },
  });
  const catchOutput = {
    writeOut: (text: string) => {
      help += text;
    },
  };
  for (const command of [program, ...program.commands]) command.configureOutput(catchOutput);
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError && error.exitCode === 0)) return await fail(translated(error, args), args, err);
  }
  await out.write(help);
  return code;
}

async function fail(error: unknown, args: readonly string[], err: TextOutput): Promise<number> {
  await err.write(errorMessage(error, args.includes('--verbose')));
  return exitCodeOfError(error);
}

/** Errors of the command line in our words; others as they are. */
function translated(error: unknown, args: readonly string[]): unknown {
  if (!(error instanceof CommanderError)) return error;
  const [first = '', ...more] = error.message.replace(/^error: /, '').split('\n');
  const named = /'([^']*)'/.exec(first)?.[1] ?? '';
  if (error.code === 'commander.unknownOption') {
    const name = named.split('=')[0] ?? '';
    const later = laterFlag(name);
    if (later)
      return new HeimrError(
        'usage',
        `${name} is not in this version (${VERSION}): ${later}.`,
        'Leave it away; this version would do nothing with it.',
      );
  }
  if (error.code === 'commander.unknownCommand') {
    const later = laterCommand(named);
    if (later)
      return new HeimrError('usage', `heimr ${named} is not in this version (${VERSION}): ${later}.`, 'heimr --help lists what there is.');
    if (named.includes('.') || named.includes('/')) {
      return new HeimrError('usage', `${printable(named)} is no command.`, `For a file: heimr analyze ${args.map(printable).join(' ')}`);
    }
  }
  const suggestion = more
    .join(' ')
    .trim()
    .replace(/^\(|\)$/g, '');
  const what = `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replace(/\.?$/, '.');
  return new HeimrError('usage', what, suggestion || `heimr ${commandOf(args)}--help shows how it is used.`);
}

function commandOf(args: readonly string[]): string {
  return ['analyze', 'report', 'explain', 'samples', 'doctor', 'list', 'explain-kind'].includes(args[0] ?? '') ? `${args[0]} ` : '';
}
