// Writes what the examples and the documentation show of Heimr's output: examples/*/expected/, and every block in a Markdown file that
// stands under `<!-- output of: COMMAND -->`. Needs dist (npm run build). `--check` writes nothing, names each text and whether it
// is what the command prints now, and exits 1 if one is not.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Files beside a report. */
const DRAWINGS = ['percentiles', 'throughput', 'heatmap', 'concurrency', 'endpoints', 'distribution'];

const WITH_BACKENDS =
  'node dist/cli/main.js analyze examples/slow-dependency/results.jtl.gz --replay examples/slow-dependency/recording -o out/';

/** Each line: command, then what it leaves (`stdout`, or a file it writes) and where that is kept. */
const KEPT = [
  [
    'node dist/cli/main.js analyze examples/slow-dependency/results.jtl.gz -o out/',
    'out/report.md',
    'examples/slow-dependency/expected/report.md',
  ],
  [
    'node dist/cli/main.js analyze examples/slow-dependency/results.jtl.gz -o out/',
    'out/analysis.json',
    'examples/slow-dependency/expected/analysis.json',
  ],
  [
    'node dist/cli/main.js analyze examples/two-injectors/injector-a.jtl.gz examples/two-injectors/injector-b.jtl.gz -o out/',
    'out/report.md',
    'examples/two-injectors/expected/report.md',
  ],
  ...DRAWINGS.flatMap((name) => [
    [
      'node dist/cli/main.js analyze examples/slow-dependency/results.jtl.gz -o out/',
      `out/report-charts/${name}.svg`,
      `examples/slow-dependency/expected/report-charts/${name}.svg`,
    ],
    [
      'node dist/cli/main.js analyze examples/two-injectors/injector-a.jtl.gz examples/two-injectors/injector-b.jtl.gz -o out/',
      `out/report-charts/${name}.svg`,
      `examples/two-injectors/expected/report-charts/${name}.svg`,
    ],
  ]),
  [WITH_BACKENDS, 'out/report.md', 'examples/slow-dependency/expected/with-backends/report.md'],
  ...[...DRAWINGS, 'cause-timeline'].map((name) => [
    WITH_BACKENDS,
    `out/report-charts/${name}.svg`,
    `examples/slow-dependency/expected/with-backends/report-charts/${name}.svg`,
  ]),
  ['node examples/library/bytes.js', 'stdout', 'examples/library/expected/bytes.txt'],
  ['node examples/library/files.js out/', 'stdout', 'examples/library/expected/files.txt'],
];

/** A comment that names the command, and the block under it that shows what the command prints. */
const SHOWN = /(<!-- output of: (.+) -->\n```text\n)([\s\S]*?)(^```$)/gm;

const ran = new Map();

/** Runs a command in an empty folder that has nothing but the examples and the build. */
function run(command) {
  if (ran.has(command)) return ran.get(command);
  const [program, ...args] = command.split(' ');
  if (program !== 'node') throw new Error(`${command}: only node is run`);
  const folder = mkdtempSync(join(tmpdir(), 'heimr-example-'));
  try {
    for (const name of ['dist', 'examples', 'package.json']) symlinkSync(join(root, name), join(folder, name));
    const { NO_COLOR: _1, FORCE_COLOR: _2, GITHUB_ACTIONS: _3, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env, maxBuffer: 2 ** 28 });
    // Notes stand in the report too; a warning would be news.
    const said = stderr
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('note: '))
      .join('\n');
    if (said !== '') console.error(said);
    if (status !== 0) throw new Error(`${command}: exit code ${status}`);
    const outputs = { stdout };
    if (existsSync(join(folder, 'out'))) {
      for (const name of readdirSync(join(folder, 'out'), { recursive: true }))
        if (/\.(?:md|json|svg)$/.test(name)) outputs[`out/${name}`] = withoutRun(name, readFileSync(join(folder, 'out', name), 'utf8'));
    }
    ran.set(command, outputs);
    return outputs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes off what may differ between two runs: `run` in JSON, date and duration in the last line of Markdown. */
function withoutRun(name, text) {
  if (name.endsWith('.json')) return text.replace(/,\n {2}"run": \{[^{}]*\}\n\}\n$/, '\n}\n');
  return text.replace(/^(Made by Heimr \S+) on \S+, in .*\.\n$/m, '$1.\n');
}

function markdownFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return ['node_modules', 'dist', 'out', 'test', 'expected', 'coverage'].includes(entry.name) || entry.name.startsWith('.')
        ? []
        : markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** Every text that is kept: its file, a name for it, what it is now, and the whole file with it as it should be. */
function texts() {
  const kept = KEPT.map(([command, output, path]) => ({ path, name: path, text: run(command)[output] }));
  const shown = markdownFiles(root).flatMap((file) => {
    const now = readFileSync(file, 'utf8');
    const blocks = [...now.matchAll(SHOWN)];
    if (blocks.length === 0) return [];
    const path = relative(root, file);
    const text = now.replace(SHOWN, (_all, before, command, _old, after) => `${before}${run(command).stdout.trimEnd()}\n${after}`);
    return [{ path, name: `${path} (${blocks.length})`, text }];
  });
  return [...kept, ...shown];
}

/** The first line that differs, for whoever has to find out why. */
function firstDifference(now, text) {
  const [is, should] = [now.split('\n'), text.split('\n')];
  const at = should.findIndex((line, i) => line !== is[i]);
  const line = at < 0 ? should.length : at;
  return `line ${line + 1}\n  is:     ${is[line] ?? '(nothing)'}\n  should: ${should[line] ?? '(nothing)'}`;
}

const check = process.argv.includes('--check');
for (const { path, name, text } of texts()) {
  const file = join(root, path);
  const now = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (now === text) console.log(`same     ${name}`);
  else if (check) {
    console.log(`differs  ${name}, ${firstDifference(now, text)}`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`written  ${name}`);
  }
}
if (process.exitCode === 1) console.log('If the change is meant: npm run build && node examples/update.mjs, and look at the difference.');
