import { expect, test } from 'vitest';
import { parseApdexT, parseDuration, parseMoment, parseTag, parseTimeZone, ValueError } from '../../src/cli/values.js';

test.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['2m', 120_000],
  ['1h30m', 5_400_000],
  ['1h2m3s4ms', 3_723_004],
  ['1.5s', 1500],
  ['1d', 86_400_000],
  ['0s', 0],
])('%s is a duration', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '30', 's', '5 s', '-5s', '30m1h', '1h1h', '1e3s', 'Infinitys', '5S', 'ms'])('"%s" is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow(ValueError);
});

test.each([
  ['2026-11-20T10:00:00Z', { at: Date.UTC(2026, 10, 20, 10) }],
  ['2026-11-20T10:00Z', { at: Date.UTC(2026, 10, 20, 10) }],
  ['2026-11-20T12:00:00+02:00', { at: Date.UTC(2026, 10, 20, 10) }],
  ['2026-11-20T12:00:00+0200', { at: Date.UTC(2026, 10, 20, 10) }],
  ['2026-11-20T12:00:00+02', { at: Date.UTC(2026, 10, 20, 10) }],
  ['2026-11-20T10:00:00.250Z', { at: Date.UTC(2026, 10, 20, 10, 0, 0, 250) }],
  ['2026-11-20t10:00:00z', { at: Date.UTC(2026, 10, 20, 10) }],
  ['1763632800000', { at: 1_763_632_800_000 }],
  ['90s', { after: 90_000 }],
  // As reports write it.
  ['+66s', { after: 66_000 }],
  ['0s', { after: 0 }],
])('%s is a moment', (text, moment) => {
  expect(parseMoment(text)).toEqual(moment);
});

test.each([
  ['2026-11-20T10:00:00', 'time zone'],
  ['2026-11-20', 'no time'],
  ['2026-02-30T10:00:00Z', 'exists'],
  ['2026-11-20T25:00:00Z', 'exists'],
  ['1763632800', 'seconds'],
  ['30', 'no unit'],
  ['yesterday', 'no time'],
  ['', 'no time'],
])('"%s" is no moment: %s', (text, why) => {
  expect(() => parseMoment(text)).toThrow(why);
});

test('an Apdex target is ms, or a duration, and more than 0', () => {
  expect([parseApdexT('500'), parseApdexT('0.5'), parseApdexT('2s')]).toEqual([500, 0.5, 2000]);
  for (const text of ['0', '-1', '1e3', 'x', '0ms']) expect(() => parseApdexT(text)).toThrow(ValueError);
});

test('a tag is a name and a value', () => {
  expect(parseTag('build=1=2')).toEqual({ name: 'build', value: '1=2' });
  expect(parseTag('note=')).toEqual({ name: 'note', value: '' });
  for (const text of ['build', '=1', '']) expect(() => parseTag(text)).toThrow(ValueError);
});

test('a zone is a name or an offset', () => {
  expect(['Europe/Berlin', 'UTC', '+02:00', '-0930'].map(parseTimeZone)).toEqual(['Europe/Berlin', 'UTC', '+02:00', '-09:30']);
  for (const text of ['Berlin', '+25:00', '', '2']) expect(() => parseTimeZone(text)).toThrow(ValueError);
});

test('control characters of a value are escaped', () => {
  expect(() => parseDuration('\u001b[31m')).toThrow('"\\x1b[31m"');
});
