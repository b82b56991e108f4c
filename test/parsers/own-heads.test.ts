import { describe, expect, it } from 'vitest';
import { parsers } from '../../src/parsers/catalog.js';
import { detectParser } from '../../src/parsers/detect.js';
import { ownHeads } from './own-heads.js';

const encoder = new TextEncoder();

describe('beginnings of files that are read', () => {
  for (const { id, head } of ownHeads) {
    const bytes = typeof head === 'string' ? encoder.encode(head) : head;
    it(`${id}: ${JSON.stringify(typeof head === 'string' ? head.slice(0, 60) : [...head.subarray(0, 12)])}`, () => {
      expect(detectParser(bytes, 'file', parsers).id).toBe(id);
      const claims = parsers.filter((parser) => parser.detect(bytes, 'file') !== 'no').map((parser) => parser.id);
      expect(claims).toEqual([id]);
    });
  }
});
