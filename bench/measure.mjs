/* One process measured, and many processes measured fairly: interleaved, so that a noisy minute falls on all of them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

const TIME = '/usr/bin/time';

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

/**
 * Runs a command under GNU time. Besides giving the figures, `time` stands between this process and the child: on Linux a child's
 * maximum resident set starts at that of the process it was forked from, and a Node parent would lend it its own 50 MiB.
 * @returns CPU seconds (user + sys), wall seconds, peak resident set in MiB
 */
export function measure([command, ...args], repeat = 1) {
  if (!existsSync(TIME))
    throw new Error(`${TIME} is missing: install GNU time (Debian: apt install time; macOS: run the bench in a Linux container)`);
  const folder = mkdtempSync(join(tmpdir(), 'heimr-time-'));
  const out = join(folder, 'time');
  // What is quicker than the clock's 10 ms is run several times under one clock.
  const once =
    repeat === 1 ? [command, ...args] : ['sh', '-c', `i=0; while [ $i -lt ${repeat} ]; do "$@"; i=$((i+1)); done`, 'sh', command, ...args];
  const { status, stderr } = spawnSync(TIME, ['-f', '%U %S %e %M', '-o', out, ...once], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const figures = existsSync(out) ? readFileSync(out, 'utf8').trim().split('\n').at(-1).split(' ').map(Number) : [];
  rmSync(folder, { recursive: true });
  // A figure of a run that failed is no figure.
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${status}: ${stderr.trim().slice(0, 500)}`);
  const [user, sys, wall, kib] = figures;
  return { cpu: (user + sys) / repeat, wall: wall / repeat, rss: kib / 1024 };
}

/** Standard output of a command. A figure of a run that failed is no figure: it throws. */
export function run([command, ...args]) {
  const { status, stdout, stderr } = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${status}: ${stderr.trim().slice(0, 500)}`);
  return stdout;
}

/** Wall ms of a command with nothing between: for start-up, where GNU time's 10 ms would be an eighth of the figure. */
export function wallMs([command, ...args]) {
  const from = performance.now();
  run([command, ...args]);
  return performance.now() - from;
}

/** Measures each contender once a round, each round beginning with another one. */
export function interleave(contenders, rounds, measureOne) {
  const names = Object.keys(contenders);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length];
      results[name].push(measureOne(contenders[name]));
    }
  return results;
}

/** The machine in one line: figures without it say nothing. */
export function machine() {
  const [first] = cpus();
  return `${first?.model.trim() ?? 'unknown CPU'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, ${process.platform} ${process.arch}`;
}
