#!/usr/bin/env node
/** The command. The only place that ends the process. */

import { constants } from 'node:os';
import { removeTemporaries } from '../output/write-files.js';
import { withoutCommands } from '../reporters/document/runner-commands.js';
import { EXIT } from './exit-codes.js';
import { errorMessage } from './messages.js';
import { run } from './run.js';
import { TextOutput } from './text-output.js';

const out = new TextOutput(process.stdout);
const err = new TextOutput(process.stderr, false);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    removeTemporaries();
    // The progress line, if there is one, must not stay half on the screen.
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    process.exit(128 + constants.signals[signal]);
  });
}

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error) => {
    removeTemporaries();
    process.stderr.write(withoutCommands(errorMessage(error, process.argv.includes('--verbose'))));
    process.exit(EXIT.internal);
  });
}

process.exit(await run(process.argv.slice(2), out, err));
