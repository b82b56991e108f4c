import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newFolder } from '../input/files.js';
import { type Ended, heimr, jtl } from './command.js';

/** What GitHub's runner makes of the file of outputs: names with values, by the words that end them. @throws where it is none */
function outputsOf(path: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = readFileSync(path, 'utf8').split('\n');
  while (lines.length > 0) {
    const line = lines.shift() as string;
    if (line === '') continue;
    const [, name, end] = /^([\w-]+)<<(.+)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`no output: ${line}`);
    const at = lines.indexOf(end as string);
    values[name] = lines
      .splice(0, at + 1)
      .slice(0, -1)
      .join('\n');
  }
  return values;
}

/** A folder with results, and the surroundings of a step of GitHub in it. */
function step(text = jtl()): { cwd: string; env: Record<string, string>; summary: string; output: string } {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'a.jtl'), text);
  const [summary, output] = [join(cwd, 'summary'), join(cwd, 'output')];
  for (const path of [summary, output]) writeFileSync(path, '');
  return { cwd, env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output }, summary, output };
}

const GATE = ['--fail-on', 'error_rate > 1%', '--warn-on', 'p95 > 1ms'];
const orders = ({ stdout }: Ended): string[] => stdout.split('\n').filter((line) => line.trimStart().startsWith('::'));

describe('on GitHub', () => {
  test('annotations, summary and outputs come by themselves; exit code and reports are as ever', async () => {
    const { cwd, env, summary, output } = step();
    writeFileSync(summary, '# Before');
    writeFileSync(output, 'mine=1');
    const ended = await heimr(['analyze', 'a.jtl', ...GATE, '-o', 'r.md', '--charts', 'none'], { cwd, env });
    expect(ended.code).toBe(1);
    expect(orders(ended)).toEqual([
      '::error title=Heimr%3A Gate%3A error_rate > 1%25::error_rate is 5%25; above 1%25 fails.',
      expect.stringMatching(/^::error title=Heimr%3A /),
      expect.stringMatching(/^::warning title=Heimr%3A Gate%3A p95 > 1ms::/),
    ]);
    const shown = readFileSync(summary, 'utf8');
    const report = readFileSync(join(cwd, 'r.md'), 'utf8');
    expect(shown).toBe(`# Before\n\n${report}`);
    const written = readFileSync(output, 'utf8');
    expect(written.startsWith('mine=1\n')).toBe(true);
    writeFileSync(output, written.slice('mine=1\n'.length));
    expect(outputsOf(output)).toEqual({ verdict: 'failing', gate: 'failed', 'exit-code': '1' });
  });

  test('a report made later tells the same, with its own exit code', async () => {
    const { cwd, env, summary, output } = step();
    await heimr(['analyze', 'a.jtl', ...GATE, '-o', 'a.json'], { cwd });
    const ended = await heimr(['report', 'a.json', '--quiet'], { cwd, env });
    expect(ended.code).toBe(0);
    expect(orders(ended).length).toBe(3);
    expect(readFileSync(summary, 'utf8')).toMatch(/^# Load test `a\.jtl`\n/);
    expect(outputsOf(output)).toEqual({ verdict: 'failing', gate: 'failed', 'exit-code': '0' });
  });

  test('words that end outputs differ each time', async () => {
    const { cwd, env, output } = step();
    await heimr(['analyze', 'a.jtl', '--quiet'], { cwd, env });
    await heimr(['analyze', 'a.jtl', '--quiet'], { cwd, env });
    const ends = [...readFileSync(output, 'utf8').matchAll(/<<(.+)/g)].map(([, end]) => end);
    expect(new Set(ends).size).toBe(6);
    expect(outputsOf(output)).toMatchObject({ gate: 'none', 'exit-code': '0' });
  });

  test('--ci none says no; without the variables nothing is written, and --ci github says what is missing', async () => {
    const { cwd, env, summary, output } = step();
    const none = await heimr(['analyze', 'a.jtl', ...GATE, '--ci', 'none'], { cwd, env });
    expect(none.code).toBe(1);
    expect(orders(none)).toEqual([]);
    expect([summary, output].map((path) => readFileSync(path, 'utf8'))).toEqual(['', '']);
    const elsewhere = await heimr(['analyze', 'a.jtl', ...GATE], { cwd });
    expect(elsewhere.stdout).toBe(none.stdout);
    const asked = await heimr(['analyze', 'a.jtl', ...GATE, '--ci', 'github'], { cwd });
    expect(asked.code).toBe(1);
    expect(orders(asked).length).toBe(3);
    expect(asked.stderr).toContain('GITHUB_STEP_SUMMARY is not set');
    expect(asked.stderr).toContain('GITHUB_OUTPUT is not set');
    const gitlab = await heimr(['analyze', 'a.jtl', ...GATE], { cwd, env: { GITLAB_CI: 'true' } });
    expect(gitlab).toEqual(elsewhere);
    const wrong = await heimr(['analyze', 'a.jtl', '--ci', 'travis'], { cwd });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('--ci: "travis" is none of github, gitlab, none.');
  });

  test('what cannot be written is a notice: exit code, reports and the other file are as ever', async () => {
    const { cwd, env, output } = step();
    mkdirSync(join(cwd, 'folder'));
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    for (const [path, why] of [
      ['folder', 'it is a folder'],
      ['no/such', 'its folder does not exist'],
      ['pipe', 'it is a pipe that nobody reads'],
      ['/dev/full', 'the disk is full'],
    ] as const) {
      const ended = await heimr(['analyze', 'a.jtl', ...GATE, '-o', 'r.json'], { cwd, env: { ...env, GITHUB_STEP_SUMMARY: path } });
      expect(ended.code, path).toBe(1);
      expect(ended.stderr, path).toContain(`warning: ${path} cannot be written: ${why}. The job has no summary.`);
      expect(outputsOf(output)['exit-code']).toBe('1');
    }
  });

  test('the summary keeps to the room that is left, and says when there is none', async () => {
    const labels = Array.from({ length: 400 }, (_, i) => `${i} ${'日本語'.repeat(30)}`);
    const rows = Array.from(
      { length: 4000 },
      (_, i) => `${1_763_632_800_000 + i * 100},${20 + ((i * 37) % 80)},${labels[i % 400]},200,OK,users 1-1,true`,
    );
    const { cwd, env, summary } = step(`timeStamp,elapsed,label,responseCode,responseMessage,threadName,success\n${rows.join('\n')}\n`);
    const before = 'x'.repeat((1 << 20) - 100_000);
    writeFileSync(summary, before);
    expect((await heimr(['analyze', 'a.jtl'], { cwd, env })).code).toBe(0);
    const shown = readFileSync(summary);
    expect(shown.length).toBeLessThan(1 << 20);
    expect(shown.toString().slice(before.length)).toMatch(/\*\*Cut\.\*\* There is room for 97 KiB here, so these are not whole: Endpoints/);
    writeFileSync(summary, 'x'.repeat((1 << 20) - 1000));
    const { code, stderr } = await heimr(['analyze', 'a.jtl'], { cwd, env });
    expect(code).toBe(0);
    expect(stderr).toContain('The summary of this step is full.');
  });

  test.each([
    '::error::x',
    '  ::add-mask::x',
    '##[add-mask]x',
    '##vso[task.complete]x',
    '\u001b[31m::error::x',
    'a\r::error::x',
    'a%0A::error::x',
  ])('a label %j gives no order on any stream of any command but samples, which hands on data as they are', async (label) => {
    const name = label.replace(/[\r\u001b]/g, '');
    const { cwd, env, summary, output } = step(
      jtl().replaceAll('GET /a', `"${label}"`).replaceAll('Internal Server Error', `"\n${label}"`),
    );
    writeFileSync(join(cwd, name.replaceAll('/', '')), 'not a result');
    const runs = [
      await heimr(['analyze', 'a.jtl', ...GATE, '--title', label, '-o', 'a.json'], { cwd, env }),
      await heimr(['report', 'a.json', '--ci', 'none'], { cwd, env }),
      await heimr(['analyze', name], { cwd, env }),
      await heimr(['analyze', 'a.jtl', '--fail-on', label], { cwd, env }),
      await heimr([label], { cwd, env }),
    ];
    for (const { stdout, stderr } of runs) {
      for (const line of [stdout, stderr].flatMap((text) => text.split(/\r\n|\r|\n/))) {
        const own = /^::(error|warning) title=Heimr%3A [^:,]*::/.exec(line)?.[0] ?? '';
        expect(line.slice(own.length)).not.toMatch(/##[\w.-]*\[/);
        if (own === '') expect(line.replace(/^[\s\p{Cc}]*(\u001b\[\d*m)*/u, '').startsWith('::'), line).toBe(false);
      }
    }
    expect(outputsOf(output)['exit-code']).toMatch(/^\d$/);
    expect(readFileSync(summary, 'utf8')).not.toContain('\u001b');
  });
});

test('an analysis whose latencies are all zero is reported', async () => {
  const { cwd } = step();
  await heimr(['analyze', 'a.jtl', '-o', 'a.json'], { cwd });
  const analysis = JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8'));
  analysis.distribution = { bounds: [0, 0, 0], ok: [150, 40], failed: [5, 5] };
  analysis.heatmap.bounds = [0, 0, 0];
  analysis.heatmap.counts = analysis.heatmap.counts.map(() => [5, 1]);
  writeFileSync(join(cwd, 'zero.json'), JSON.stringify(analysis));
  expect((await heimr(['report', 'zero.json', '-o', 'zero.md'], { cwd })).code).toBe(0);
});
