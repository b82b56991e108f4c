import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';

const FOLDER = new URL('../fixtures/jmeter/5.6.3/plain/', import.meta.url);

interface DashboardRow {
  sampleCount: number;
  pct1ResTime: number;
  pct2ResTime: number;
  pct3ResTime: number;
}

it('prints the percentiles that JMeter’s own dashboard printed for the same file', async () => {
  const statistics = JSON.parse(readFileSync(new URL('jmeter-statistics.json', FOLDER), 'utf8')) as Record<string, DashboardRow>;
  const { percentileDefinitions, kpis } = await analyze([{ name: 'results.jtl', bytes: readFileSync(new URL('results.jtl', FOLDER)) }]);
  const dashboard = percentileDefinitions.filter((definition) => definition.name === 'JMeter HTML dashboard');
  expect(dashboard.length).toBeGreaterThan(3);
  for (const { label, p90, p95, p99 } of dashboard) {
    const theirs = statistics[label ?? 'Total'] as DashboardRow;
    expect([label, p90, p95, p99]).toEqual([
      label,
      expect.closeTo(theirs.pct1ResTime, 9),
      expect.closeTo(theirs.pct2ResTime, 9),
      expect.closeTo(theirs.pct3ResTime, 9),
    ]);
  }
  // Labels that are not listed are those on which the definitions agree.
  const listed = new Set(dashboard.map((definition) => definition.label));
  for (const { label, latency } of kpis.byLabel.filter((row) => !listed.has(row.label))) {
    const theirs = statistics[label as string] as DashboardRow;
    expect([label, latency.p90, latency.p95, latency.p99]).toEqual([label, theirs.pct1ResTime, theirs.pct2ResTime, theirs.pct3ResTime]);
  }
});
