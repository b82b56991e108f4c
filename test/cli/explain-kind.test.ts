import { expect, it } from 'vitest';
import { detectors, KINDS } from '../../src/detectors/catalog.js';
import { heimr } from './command.js';

it.each(KINDS.map(({ id, title }) => [id, title]))('heimr explain-kind %s says what it means and what to do', async (id, title) => {
  const { code, stdout } = await heimr(['explain-kind', id]);
  expect(code).toBe(0);
  expect(stdout.split('\n')[0]).toBe(`${id}: ${title}`);
  for (const part of ['What it means: ', 'What to do: ', 'docs/detectors/']) expect(stdout).toContain(part);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(82);
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
