import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../src/output/font-coverage.js';
import { loadTypesetter } from '../../src/output/typesetter.js';

const font = (name: string): ReadonlySet<number> => coverageOf(readFileSync(new URL(`../../assets/fonts/${name}.ttf`, import.meta.url)));
const has = (covered: ReadonlySet<number>, text: string): boolean => [...text].every((char) => covered.has(char.codePointAt(0)!));

describe('what fonts can draw', () => {
  it('is what is in them, and no more', () => {
    expect(has(font('sans'), 'Az 09 äß Ж Ω – … † □ ≤')).toBe(true);
    expect(has(font('sans'), '登')).toBe(false);
    expect(has(font('han'), '登录的一是ログイン、')).toBe(true);
    expect(has(font('hangul'), '로그인')).toBe(true);
    expect(has(font('arabic'), 'دخول')).toBe(true);
    expect(has(font('emoji'), '🚀✅')).toBe(true); // beyond the basic plane: format 12
    expect(font('sans').size).toBeGreaterThan(1000);
    expect(font('sans').size).toBeLessThan(3000);
  });

  it('names the first family that has a character', async () => {
    const { familyOf } = await loadTypesetter();
    expect(['a', '登', '로', 'د', '␛', '🚀', 'ก'].map((char) => familyOf(char.codePointAt(0)!))).toEqual([
      'Heimr Sans',
      'Heimr Han',
      'Heimr Hangul',
      'Heimr Arabic',
      'Heimr Symbols',
      'Heimr Emoji',
      null,
    ]);
  });
});
