import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { detectors, KINDS } from '../../src/detectors/catalog.js';

const ROOT = join(import.meta.dirname, '../..');

it.each(detectors.map((detector) => [detector.id, detector] as const))(
  '%s has one name for its file, test, page and entry',
  (id, { docs }) => {
    for (const path of [`src/detectors/${id}.ts`, `test/detectors/${id}.test.ts`, `docs/detectors/${id}.md`])
      expect(existsSync(join(ROOT, path)), path).toBe(true);
    expect(docs).toBe(`docs/detectors/${id}.md`);
    expect(readFileSync(join(ROOT, 'docs/detectors/README.md'), 'utf8')).toContain(`[${id}](${id}.md)`);
  },
);

it('every kind has words, and a detector that names it', () => {
  const named = detectors.flatMap(({ kinds }) => kinds);
  expect(KINDS.map(({ id }) => id).sort()).toEqual([...named].sort());
  for (const { title, means, todo } of KINDS) for (const words of [title, means, todo]) expect(words.length).toBeGreaterThan(10);
});
