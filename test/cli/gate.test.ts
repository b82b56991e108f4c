import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../src/model/analysis.js';
import { newFolder } from '../input/files.js';
import { heimr } from './command.js';

/** 1,000 requests over 250 s: latency 100 ms, every tenth of `slow` 900 ms; `failing` share of failures, evenly spread. */
function run({ failing = 0, seconds = 250 } = {}): string {
  const rows = Array.from({ length: 1000 }, (_, i) => {
    const label = i % 2 === 0 ? 'fast' : 'slow';
    const ok = failing === 0 || i % Math.round(1 / failing) !== 0;
    const ms = label === 'slow' && i % 20 === 1 ? 900 : 100 + (i % 7);
    return `${1_700_000_000_000 + Math.round((i * seconds * 1000) / 1000)},${ms},${label},${ok ? 200 : 500},${ok ? 'OK' : 'Server Error'},t 1-1,text,${ok}`;
  });
  return `timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success\n${rows.join('\n')}\n`;
}

async function gate(
  content: string,
  args: string[],
  yaml?: string,
): Promise<{ code: number | null; stdout: string; stderr: string; analysis: Analysis | null }> {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'r.jtl'), content);
  if (yaml !== undefined) writeFileSync(join(cwd, 'heimr.yaml'), yaml);
  const { code, stdout, stderr } = await heimr(['analyze', 'r.jtl', '-o', 'a.json', ...args], { cwd });
  let analysis: Analysis | null = null;
  try {
    analysis = JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8')) as Analysis;
  } catch {}
  return { code, stdout, stderr, analysis };
}

describe('exit codes of gates', () => {
  test('0 where no condition is so, and the report says what was looked at', async () => {
    const { code, stdout, analysis } = await gate(run(), [
      '--fail-on',
      'p50 > 150ms',
      '--fail-on',
      'error_rate > 1%',
      '--warn-on',
      'max > 500ms',
    ]);
    expect(code).toBe(0);
    expect(analysis?.gate).toMatchObject({
      passed: true,
      conditions: [
        {
          expression: 'p50 > 150ms',
          outcome: 'passed',
          value: 103,
          limit: 150,
          margin: 47,
          unit: 'ms',
          n: 1000,
          population: 'all',
          window: 'whole',
        },
        { expression: 'error_rate > 1%', outcome: 'passed', value: 0, limit: 1, unit: '%', n: 1000 },
        { expression: 'max > 500ms', level: 'warn', outcome: 'failed', value: 900, limit: 500, margin: -400 },
      ],
    });
    expect(stdout).toContain('Passed. 3 conditions looked at. 1 warning.');
    expect(analysis?.checks.find(({ id }) => id === 'gate')?.outcome).toBe('checked');
  });

  test.each([
    ["p99{label='slow'} > 500ms", 900],
    ['error_rate >= 10%', 10],
    ['throughput < 100/s', 1000 / 249.853],
    ['count != 999', 1000],
    ['apdex < 1', 0.9],
  ])('1 where %s is so', async (condition, value) => {
    const { code, analysis } = await gate(run({ failing: condition.startsWith('error') ? 0.1 : 0 }), ['--fail-on', condition]);
    expect(code).toBe(1);
    const [judged] = analysis?.gate?.conditions ?? [];
    expect(judged?.outcome).toBe('failed');
    if (condition.startsWith('apdex')) expect(judged?.value).toBeCloseTo(0.975, 6);
    else expect(judged?.value).toBeCloseTo(value, 1);
  });

  test('1 where a figure is not known: it fails closed', async () => {
    const { code, analysis } = await gate(run(), ['--fail-on', 'dropped_iterations > 0']);
    expect(code).toBe(1);
    expect(analysis?.gate?.conditions).toMatchObject([
      { outcome: 'unknown', passed: false, value: null, reason: expect.stringContaining('Not known') },
    ]);
  });

  test.each([
    ['p95 > 800', 'has no unit'],
    ['p96 > 800ms', 'is no figure'],
    ["p95{label='slwo'} > 800ms", "Did you mean 'slow'?"],
    ["p95{lable='slow'} > 800ms", 'label'],
    ['p95 >> 800ms', 'at character'],
    ['verdict >= great', 'great'],
    ['', ''],
  ])('2 for %s, naming what is wrong', async (condition, said) => {
    const { code, stderr, analysis } = await gate(run(), ['--fail-on', condition]);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(analysis).toBeNull();
  });

  test('5 where a condition on the verdict meets a test that proves nothing; 1 if another one failed too', async () => {
    const short = run({ seconds: 20 });
    const { code, analysis } = await gate(short, ['--fail-on', 'verdict >= degraded']);
    expect(analysis?.verdict.status).toBe('inconclusive');
    expect(analysis?.gate?.conditions).toMatchObject([{ outcome: 'outside', passed: false }]);
    expect(code).toBe(5);
    expect((await gate(short, ['--fail-on', 'verdict >= degraded', '--fail-on', 'max > 1ms'])).code).toBe(1);
  });

  test('1 for a verdict that is bad enough, 0 for a healthy one', async () => {
    expect((await gate(run({ failing: 0.1 }), ['--fail-on', 'verdict >= failing'])).code).toBe(1);
    const { code, analysis } = await gate(run(), ['--fail-on', 'verdict >= degraded']);
    expect([analysis?.verdict.status, code]).toEqual(['healthy', 0]);
  });
});

describe('heimr.yaml', () => {
  const YAML = `gate:
  fail: ['max > 2s']
  objectives:
    - { label: slow, p99: 500ms, error_rate: 1% }
    - { label: fast, p99: 500ms, level: warn }
`;
  test('holds conditions and a table of objectives; the command line adds to them', async () => {
    const { code, analysis } = await gate(run(), ['--warn-on', 'p50 > 1ms'], YAML);
    expect(code).toBe(1);
    expect(analysis?.gate?.conditions.map(({ label, metric, level, outcome, origin }) => [label, metric, level, outcome, origin])).toEqual([
      [null, 'max', 'fail', 'passed', 'condition'],
      [null, 'p50', 'warn', 'failed', 'condition'],
      ['slow', 'p99', 'fail', 'failed', 'objective'],
      ['slow', 'error_rate', 'fail', 'passed', 'objective'],
      ['fast', 'p99', 'warn', 'passed', 'objective'],
    ]);
  });

  test.each([
    ["gate: { fail: ['p95 > 5'] }", 'no unit'],
    ['gate: { objectives: [{ lable: slow, p99: 1s }] }', 'Did you mean label?'],
    ['gate: { failed: [] }', 'failed'],
  ])('%s is refused, naming what is wrong', async (yaml, said) => {
    const { code, stderr } = await gate(run(), [], yaml);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});

test('conditions on the steady part fail closed where there is none', async () => {
  const { code, analysis } = await gate(run({ seconds: 20 }), ['--fail-on', 'p95 > 10s', '--gate-window', 'steady']);
  expect(code).toBe(1);
  expect(analysis?.gate?.conditions).toMatchObject([{ outcome: 'unknown', window: 'steady' }]);
});
