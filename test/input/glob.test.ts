import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alternatives, isPattern, nameMatcher } from '../../src/input/glob.js';

describe('names', () => {
  test.each([
    ['*.jtl', ['a.jtl', 'ä b.jtl'], ['a.csv', 'a.jtl.gz', '.a.jtl', 'jtl']],
    ['a?c', ['abc', 'a😀c'], ['ac', 'abbc']],
    ['run-[0-9].jtl', ['run-0.jtl', 'run-9.jtl'], ['run-a.jtl', 'run-10.jtl']],
    ['[!a-c]*', ['d', 'dx'], ['a', 'cx', '.d']],
    ['[^a]', ['b'], ['a']],
    ['[]x]', [']', 'x'], ['[', 'a']],
    ['[a', ['[a'], ['a']],
    ['[a-]', ['a', '-'], ['b']],
    ['.*', ['.hidden'], ['seen']],
    ['*a*b*', ['ab', 'xaxbx'], ['ba', 'b']],
    ['a.b', ['a.b'], ['axb']],
  ])('%s', (pattern, yes, no) => {
    const isMatch = nameMatcher(pattern);
    expect(yes.filter((name) => !isMatch(name))).toEqual([]);
    expect(no.filter((name) => isMatch(name))).toEqual([]);
  });

  test('match as a regular expression of the same meaning does', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'x'), { maxLength: 8 });
    const pattern = fc.array(fc.constantFrom('a', 'b', 'c', '?', '*', '[ab]', '[!ab]'), { maxLength: 6 });
    fc.assert(
      fc.property(pattern, letters, (parts, name) => {
        const source = parts.map((part) => (part === '*' ? '.*' : part === '?' ? '.' : part.replace('!', '^'))).join('');
        expect(nameMatcher(parts.join(''))(name.join(''))).toBe(new RegExp(`^${source}$`).test(name.join('')));
      }),
      { numRuns: 2000 },
    );
  });

  test('take no exponential time', () => {
    const start = performance.now();
    expect(nameMatcher('*a'.repeat(60))(`${'a'.repeat(250)}b`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('braces', () => {
  test.each([
    ['a.{jtl,csv}', ['a.jtl', 'a.csv']],
    ['{a,b}{1,2}', ['a1', 'a2', 'b1', 'b2']],
    ['{a,b{1,2}}', ['a', 'b1', 'b2']],
    ['{a,}x', ['ax', 'x']],
    ['{a}', ['{a}']],
    ['{a,b', ['{a,b']],
    ['{x}{a,b}', ['{x}a', '{x}b']],
    ['plain', ['plain']],
  ])('%s', (pattern, written) => {
    expect(alternatives(pattern).sort()).toEqual([...written].sort());
  });

  test('that stand for too much are refused', () => {
    expect(() => alternatives('{a,b}'.repeat(20))).toThrow(/more than 100 patterns/);
  });
});

test('only what holds a special character is a pattern', () => {
  expect(['a.jtl', 'a b', 'a]', 'a}'].filter(isPattern)).toEqual([]);
  expect(['*', 'a?', '[a]', '{a,b}'].filter((path) => !isPattern(path))).toEqual([]);
});
