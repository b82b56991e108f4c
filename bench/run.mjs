/*
 * Speed, memory and start-up of Heimr as ratios, all taken in one run on one machine. It reports; it is no test.
 *
 * node bench/run.mjs [--quick] [--cpu] [--rss] [--startup] [--formats] [--detection] [--rounds N] [--folder DIR] [--main FILE]
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatsPart } from './formats.mjs';
import { generateJtl } from './generate-jtl.mjs';
import { interleave, machine, measure, median, run, wallMs } from './measure.mjs';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    cpu: { type: 'boolean' },
    rss: { type: 'boolean' },
    startup: { type: 'boolean' },
    formats: { type: 'boolean' },
    detection: { type: 'boolean' },
    rounds: { type: 'string' },
    folder: { type: 'string', default: join(tmpdir(), 'heimr-bench') },
    main: { type: 'string', default: fileURLToPath(new URL('../dist/cli/main.js', import.meta.url)) },
  },
});
const all = !flags.cpu && !flags.rss && !flags.startup && !flags.formats && !flags.detection;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const MAIN = flags.main;
const MILLION = 1_000_000;
/** Rows of a JTL as generate-jtl.mjs writes it. */
const ROWS_PER_MB = 7116;

/** File with so many rows, labels and seconds of run; made once, and found again by its name. */
function jtl(rows, labels, seconds = 3600) {
  mkdirSync(flags.folder, { recursive: true });
  const file = join(flags.folder, `jtl-v1-${rows}-rows-${labels}-labels-${seconds}-s-seed-1.jtl`);
  if (!existsSync(file)) {
    console.error(`making ${file} …`);
    generateJtl({ rows, labels, out: file, seconds, seed: 1 });
  }
  return file;
}

const heimr = (file) => [process.execPath, MAIN, 'analyze', file, '--quiet'];
const against = (figure, bar) => `${figure.toFixed(2)} × (bar ${bar} ×: ${figure <= bar ? 'met' : 'MISSED'})`;
const seconds = (runs) =>
  `${median(runs.map((r) => r.cpu)).toFixed(2)} s CPU, ${median(runs.map((r) => r.wall)).toFixed(2)} s wall, ${Math.max(...runs.map((r) => r.rss)).toFixed(0)} MiB`;

/** Two programs are compared by time only if they found the same in the file. */
function sameWork(file, duck) {
  const folder = mkdtempSync(join(tmpdir(), 'heimr-same-'));
  const out = join(folder, 'analysis.json');
  run([...heimr(file), '-o', out]);
  const { latency, errors } = JSON.parse(readFileSync(out, 'utf8')).kpis.overall;
  const exact = JSON.parse(run(duck));
  rmSync(folder, { recursive: true });
  const same = latency.n === exact.count && errors === exact.errors && latency.max === exact.max;
  console.log(
    `  same count, failures and maximum as DuckDB: ${same ? 'yes' : `NO, ${JSON.stringify({ n: latency.n, errors, max: latency.max })} against ${JSON.stringify(exact)}`}`,
  );
}

function cpuPart() {
  const file = jtl(flags.quick ? MILLION : 10 * MILLION, 20);
  const rounds = Number(flags.rounds ?? 7);
  const duck = (threads) => [process.execPath, here('duckdb-one-pass.mjs'), file, String(threads)];
  console.log(`\nCPU (user + sys), ${(statSync(file).size / 1e6).toFixed(0)} MB, 20 labels, median of ${rounds} interleaved rounds`);
  measure(['wc', '-l', file]); // page cache: every contender finds the file in memory
  sameWork(file, duck(2));
  const threads = [1, 2].map((n) => ({ n, cpu: measure(duck(n)).cpu })).sort((a, b) => a.cpu - b.cpu)[0].n;
  const contenders = {
    heimr: { command: heimr(file) },
    'wc -l': { command: ['wc', '-l', file], repeat: flags.quick ? 20 : 5 },
    'bare loop': { command: [process.execPath, here('bare-loop.mjs'), file] },
    [`DuckDB (${threads} thread${threads > 1 ? 's' : ''})`]: { command: duck(threads) },
  };
  const results = interleave(contenders, rounds, ({ command, repeat }) => measure(command, repeat));
  for (const [name, runs] of Object.entries(results)) console.log(`  ${name.padEnd(20)} ${seconds(runs)}`);
  for (const [name, bar] of [
    ['wc -l', 30],
    ['bare loop', 1.8],
    [Object.keys(contenders)[3], 1.2],
  ]) {
    const ratios = results.heimr.map((run, i) => run.cpu / results[name][i].cpu);
    const ratio = median(results.heimr.map((r) => r.cpu)) / median(results[name].map((r) => r.cpu));
    console.log(
      `  heimr / ${name.padEnd(20)} ${against(ratio, bar)}  rounds ${Math.min(...ratios).toFixed(2)}..${Math.max(...ratios).toFixed(2)}`,
    );
  }
}

function rssPart() {
  console.log('\nPeak resident set (bar 200 MiB)');
  for (const labels of [20, 500])
    for (const rows of flags.quick ? [1] : [1, 5, 10, 20]) {
      const { rss, cpu } = measure(heimr(jtl(rows * MILLION, labels)));
      console.log(
        `  ${String(rows).padStart(2)} M rows, ${String(labels).padStart(3)} labels: ${rss.toFixed(0)} MiB (${rss <= 200 ? 'met' : 'MISSED'}), ${cpu.toFixed(2)} s CPU`,
      );
    }
}

/** The same file through the same library, with every detector and with none. */
function detectionPart() {
  const rounds = Number(flags.rounds ?? 5);
  console.log(`\nDetection, median of ${rounds} interleaved rounds (bars: 25 % of CPU, 100 MiB)`);
  for (const labels of [20, 500]) {
    const rows = flags.quick ? 1 : 10;
    const file = jtl(rows * MILLION, labels);
    measure(['wc', '-l', file]); // page cache
    const command = (which) => [process.execPath, here('analyze.mjs'), file, which];
    const results = interleave({ all: command('all'), none: command('none') }, rounds, (one) => measure(one));
    const cpu = (name) => median(results[name].map((run) => run.cpu));
    const rss = (name) => median(results[name].map((run) => run.rss));
    const [share, more] = [cpu('all') / cpu('none') - 1, rss('all') - rss('none')];
    console.log(
      `  ${rows} M rows, ${String(labels).padStart(3)} labels, ${run(command('all')).trim()}: ${cpu('none').toFixed(2)} s without, ${cpu('all').toFixed(2)} s with: ` +
        `+${(100 * share).toFixed(1)} % (${share <= 0.25 ? 'met' : 'MISSED'}), ${more >= 0 ? '+' : ''}${more.toFixed(0)} MiB (${more <= 100 ? 'met' : 'MISSED'})`,
    );
  }
}

function startupPart() {
  const rounds = Math.max(Number(flags.rounds ?? 15), 15);
  const contenders = {
    node: [process.execPath, '-e', '0'],
    version: [process.execPath, MAIN, '--version'],
    minute: heimr(jtl(1000, 20, 60)),
    hour: heimr(jtl(1000, 20)),
  };
  const results = interleave(contenders, rounds, wallMs);
  const ms = Object.fromEntries(Object.entries(results).map(([name, runs]) => [name, median(runs)]));
  console.log(`\nStart-up, whole process, wall, median of ${rounds} interleaved; node -e 0 takes ${ms.node.toFixed(0)} ms`);
  console.log(`  heimr --version               ${ms.version.toFixed(0)} ms, ${(ms.version / ms.node).toFixed(2)} ×`);
  console.log(`  1,000 rows, run of a minute   ${ms.minute.toFixed(0)} ms, ${against(ms.minute / ms.node, 2.5)}`);
  console.log(`  1,000 rows, run of an hour    ${ms.hour.toFixed(0)} ms, ${against(ms.hour / ms.node, 2.5)}`);
}

console.log(machine());
console.log(`load ${loadavg()[0].toFixed(2)} at the start${loadavg()[0] > 0.5 ? ': others are at work, trust the ratios less' : ''}`);
if (!existsSync(MAIN)) console.log(`${MAIN} is missing: npm run build`);
else {
  const parts = [
    [flags.startup, startupPart],
    [flags.cpu, cpuPart],
    [flags.rss, rssPart],
    [flags.detection, detectionPart],
    [
      flags.formats,
      () =>
        formatsPart({
          folder: flags.folder,
          heimr,
          jtlOf: (megabytes) => jtl(Math.round(megabytes * ROWS_PER_MB), 20),
          rounds: Number(flags.rounds ?? 5),
          quick: flags.quick ?? false,
        }),
    ],
  ];
  for (const [asked, part] of parts)
    if (all || asked)
      try {
        part();
      } catch (error) {
        console.log(`  not measured: ${error.message}`);
      }
}
