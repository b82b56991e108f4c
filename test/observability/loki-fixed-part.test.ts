import { expect, test } from 'vitest';
import type { LogLine } from '../../src/observability/log-line.js';
import { groupLines } from '../../src/observability/log-templates.js';
import { fixedPart } from '../../src/observability/loki-fixed-part.js';

function parts(...texts: string[]): (string | null)[] {
  const lines = texts.map((text, i): LogLine => ({ time: i, service: 's', stream: 's', labels: {}, metadata: {}, text }));
  const groups = groupLines(lines);
  return groups.map((group) =>
    fixedPart(
      group,
      groups.filter((other) => other !== group),
    ),
  );
}

test.each([
  [['order 17 failed at once', 'order 18 failed at once', 'order 19 was fine today']],
  [
    [
      '{"t":1,"msg":"no luck","target":"a"}',
      '{"t":2,"msg":"no luck","target":"a"}',
      '{"t":3,"msg":"no luck","target":"b"}',
      '{"t":3,"msg":"no luck","target":"b"}',
    ],
  ],
  [['level=error msg="a b c d" n=1', 'level=error msg="a b c d" n=2', 'level=error msg="e f g h" n=3']],
])('stands in all lines of its template, and in no other: %j', (texts) => {
  const lines = texts.map((text, i): LogLine => ({ time: i, service: 's', stream: 's', labels: {}, metadata: {}, text }));
  const groups = groupLines(lines);
  expect(groups.length).toBeGreaterThan(1);
  for (const group of groups) {
    const part = fixedPart(
      group,
      groups.filter((other) => other !== group),
    );
    expect(part).not.toBeNull();
    expect(lines.filter(({ text }) => text.includes(part as string))).toEqual(group.lines);
  }
});

test('none where it would carry a secret, a control character, or where another template holds all of it', () => {
  expect(parts('login with password=hunterone')).toEqual([null]);
  expect(parts('x password=hunterone y', 'x passwd=hunterone y').join()).not.toContain('hunterone');
  expect(parts('\u0007\u0007\u0007\u0007a\u0007\u0007\u0007\u0007')).toEqual([null]);
  expect(parts('the queue is full', 'the queue is full and nobody reads it')).toContain(null);
});
