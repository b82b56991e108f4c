import { describe, expect, it } from 'vitest';
import { cutMiddleToWidth, cutToWidth, displayWidth, padToWidth, wrap } from '../../../src/reporters/document/display-width.js';

describe('width in a terminal', () => {
  it.each([
    ['abc', 3],
    ['日本語', 6],
    ['한글', 4],
    ['ｆｕｌｌ', 8],
    ['ｱ', 1],
    ['e\u0301', 1],
    ['🚀', 2],
    ['❤️', 2],
    ['…', 1],
    ['▁▂█', 3],
    ['⟨U+202E⟩', 8],
    ['नमस्ते', 4],
    ['', 0],
    ['⌚', 2],
  ])('of %s is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('counts joined emoji by their parts, never too little', () => {
    expect(displayWidth('👩‍👩‍👧')).toBeGreaterThanOrEqual(2);
    expect(displayWidth('🇩🇪')).toBeGreaterThanOrEqual(2);
  });

  it('cuts and fills to it', () => {
    expect(cutToWidth('日本語', 6)).toBe('日本語');
    expect(cutToWidth('日本語x', 6)).toBe('日本…');
    expect(cutToWidth('abc', 1)).toBe('…');
    expect(padToWidth('日', 4, 'left')).toBe('日  ');
    expect(padToWidth('日', 4, 'right')).toBe('  日');
  });

  it('cuts labels in the middle', () => {
    expect(cutMiddleToWidth('http://shop.example/file/logo.png', 20)).toBe('http:/…file/logo.png');
    for (const text of ['日本語日本語日本語', 'GET /日本語/検索/一覧', '🚀🚀🚀🚀🚀🚀']) {
      for (let width = 1; width < 16; width++) expect(displayWidth(cutMiddleToWidth(text, width))).toBeLessThanOrEqual(width);
    }
  });

  it('breaks lines at spaces, and long words where it must', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('abcdefgh ij', 3)).toEqual(['abc', 'def', 'gh', 'ij']);
    expect(wrap('日本語', 4)).toEqual(['日本', '語']);
    expect(wrap('', 4)).toEqual(['']);
  });
});
