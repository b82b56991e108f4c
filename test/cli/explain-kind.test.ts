import { expect, it } from 'vitest';
import { detectors, KINDS } from '../../src/detectors/catalog.js';
import { diagnoses } from '../../src/diagnoses/catalog.js';
import { heimr } from './command.js';

it.each(KINDS.map(({ id, title }) => [id, title]))('heimr explain-kind %s says what it means and what to do', async (id, title) => {
  const { code, stdout } = await heimr(['explain-kind', id]);
  expect(code).toBe(0);
  expect(stdout.split('\n')[0]).toBe(`${id}: ${title}`);
  for (const part of ['What it means: ', 'What to do: ', 'docs/detectors/']) expect(stdout).toContain(part);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(82);
});

it.each(diagnoses.map((diagnosis) => [diagnosis.id, diagnosis] as const))(
  'heimr explain-kind %s tells the cause',
  async (id, diagnosis) => {
    const { code, stdout } = await heimr(['explain-kind', id]);
    expect(code).toBe(0);
    expect(stdout).toContain(`${id}: ${diagnosis.title}\n`);
    const flat = stdout.replace(/\s+/g, ' ');
    const { claim, asks, lookAlikes, verify, docs, fix } = diagnosis;
    for (const text of [claim, verify, docs, fix('the service')]) expect(flat).toContain(text.replace(/\s+/g, ' '));
    for (const { question } of asks) expect(flat).toContain(question);
    for (const { id: other, toldApartBy } of lookAlikes) expect(flat).toContain(`- ${other}: ${toldApartBy}`);
    expect(flat.includes('Experimental: ')).toBe(diagnosis.experimental);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(82);
  },
);

it('heimr list diagnoses has each, and says which are experimental', async () => {
  const [brief, verbose] = [await heimr(['list', 'diagnoses']), await heimr(['list', 'diagnoses', '--verbose'])];
  expect([brief.code, verbose.code]).toEqual([0, 0]);
  expect(brief.stdout.trimEnd().split('\n')).toHaveLength(diagnoses.length);
  for (const { id, title, claim, docs, experimental } of diagnoses) {
    const line = brief.stdout.split('\n').find((one) => one.startsWith(`${id} `)) ?? '';
    expect([line.includes(title), line.includes('(experimental)')]).toEqual([true, experimental]);
    const flat = verbose.stdout.replace(/\s+/g, ' ');
    for (const text of [claim, docs]) expect(flat).toContain(text);
  }
});

it('heimr explain-kind names the near one of a kind that there is not', async () => {
  const { code, stderr } = await heimr(['explain-kind', 'latency-shft']);
  expect(code).toBe(2);
  expect(stderr).toContain('Did you mean latency-shift?');
});

it('heimr list detectors --verbose says what each one finds', async () => {
  const { code, stdout } = await heimr(['list', 'detectors', '--verbose']);
  expect(code).toBe(0);
  for (const { id, title, kinds, docs } of detectors) for (const text of [id, title, docs, ...kinds]) expect(stdout).toContain(text);
});
