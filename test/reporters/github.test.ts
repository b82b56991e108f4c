import { describe, expect, it } from 'vitest';
import { github } from '../../src/reporters/github.js';
import { exampleAnalysis } from './example-analysis.js';
import { fullAnalysis, HOSTILE, hostileAnalysis } from './variants.js';

const render = (analysis = fullAnalysis()): string => github.render(analysis) as string;

interface Order {
  name: string;
  properties: Record<string, string>;
  data: string;
}

/** An order as GitHub's runner reads it: properties end at the next pair of colons, pairs at commas; escapes are undone last. */
function read(line: string): Order {
  const [, name = '', properties = '', data = ''] = /^::([\w-]+)(?: (.*?))?::(.*)$/.exec(line) ?? [];
  const plain = (text: string): string =>
    text.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%25/g, '%');
  const pairs = properties.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), plain(pair.slice(pair.indexOf('=') + 1))] as const);
  return { name, properties: Object.fromEntries(pairs), data: data.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%25/g, '%') };
}

const orders = (analysis = fullAnalysis()): Order[] => render(analysis).split('\n').slice(0, -1).map(read);

describe('annotations for GitHub', () => {
  it('are none where nothing failed and nothing was found', () => {
    expect(render(exampleAnalysis())).toBe('');
  });

  it('are one for each condition that failed and each finding that matters, failures first', () => {
    expect(orders().map(({ name, properties, data }) => [name, properties, data.slice(0, 40)])).toEqual([
      ['error', { title: 'Heimr: Gate: x' }, 'Said of x.'],
      ['error', { title: 'Heimr: Gate: x' }, 'Said of x.'],
      ['error', { title: 'Heimr: Errors in x (x)' }, '+11m40s to +12m40s: Label x failed. Look'],
      ['warning', { title: 'Heimr: Gate: x again' }, 'Said of x again.'],
    ]);
  });

  it.each(HOSTILE.concat('50% of a,b::c%0A::error::x', '::error::x', 'title=x,line=1', 'a\r\n::set-output name=x::y', '%25'))(
    'carry %j as text',
    (text) => {
      const all = orders(hostileAnalysis(text));
      expect(all.map(({ name }) => name)).toEqual(['error', 'error', 'error', 'warning']);
      for (const { properties } of all) expect(Object.keys(properties)).toEqual(['title']);
      for (const line of render(hostileAnalysis(text)).split('\n')) {
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]|##[\w.-]*\[/);
        expect(line.length).toBeLessThan(6000);
      }
    },
  );

  it('come back as they were where they hold what has to be escaped', () => {
    const analysis = fullAnalysis();
    analysis.gate!.conditions = [
      { ...analysis.gate!.conditions[1]!, expression: "errors{label='a::b, 50%'} > 1%", reason: '5% > 1%, so: %0A' },
    ];
    analysis.findings = [];
    expect(orders(analysis)).toEqual([
      { name: 'error', properties: { title: "Heimr: Gate: errors{label='a::b, 50%'} > 1%" }, data: '5% > 1%, so: %0A' },
    ]);
  });

  it('are as many of a kind as GitHub shows, the last of which tells of the others', () => {
    const analysis = fullAnalysis();
    const [, condition] = analysis.gate!.conditions;
    const [finding] = analysis.findings;
    analysis.gate!.conditions = Array.from({ length: 8 }, (_, i) => ({ ...condition!, expression: `p95 > ${i}` }));
    analysis.findings = Array.from({ length: 40 }, (_, i) => ({
      ...finding!,
      id: `f${i}`,
      severity: i < 4 ? 'critical' : i < 30 ? 'warning' : 'info',
    }));
    const all = orders(analysis);
    const errors = all.filter(({ name }) => name === 'error');
    expect(errors.length).toBe(10);
    expect(errors.at(-1)?.data).toBe('3 more are in the summary of the job and in the report.');
    expect(all.filter(({ name }) => name === 'warning').length).toBe(10);
    expect(all.at(-1)?.data).toContain('17 more');
    expect(all.length).toBe(20);
  });
});
