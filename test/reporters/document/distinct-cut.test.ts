import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutMiddleToWidth, displayWidth } from '../../../src/reporters/document/display-width.js';
import { distinctlyCut } from '../../../src/reporters/document/distinct-cut.js';

const cut = (texts: readonly string[], room: number): string[] => distinctlyCut(texts, room, displayWidth, cutMiddleToWidth);

it('leaves what fits, and cuts in the middle what then still differs', () => {
  const long = 'GET /a/very/long/path/of/a/product';
  expect(cut(['checkout', long], 20)).toEqual(['checkout', cutMiddleToWidth(long, 20)]);
});

it('shows where endpoints differ that share both ends', () => {
  const path = (n: number): string => `GET /api/v2/resource-${n}/with/a/long/path`;
  expect(cut([path(3), path(12), path(3), 'home'], 25)).toEqual([
    '…2/resource-3/with/a/lon…',
    '…2/resource-12/with/a/lo…',
    '…2/resource-3/with/a/lon…',
    'home',
  ]);
});

it('is never wider than the room, and tells apart whatever differs in few characters', () => {
  const end = fc.string({ maxLength: 40, unit: 'grapheme' });
  fc.assert(
    fc.property(end, end, fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { minLength: 2, maxLength: 6 }), (before, after, ids) => {
      const shown = cut(
        ids.map((id) => `${before}${id}${after}`),
        16,
      );
      for (const text of shown) expect(displayWidth(text)).toBeLessThanOrEqual(16);
      expect(new Set(shown).size).toBe(ids.length);
    }),
  );
});
