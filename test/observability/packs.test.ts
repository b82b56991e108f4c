import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { promqlOf } from '../../src/observability/metrics/promql.js';
import type { SeriesIndex } from '../../src/observability/metrics/series-index.js';
import { PACKS } from '../../src/observability/packs/catalog.js';
import { type Expression, leavesOf, metricOf } from '../../src/observability/packs/expression.js';
import type { Pack, PackEntry } from '../../src/observability/packs/pack.js';
import { missing } from './programs.js';

const PAGE = resolve(import.meta.dirname, '../../docs/observability/packs.md');
const NOTHING: SeriesIndex = { byMetric: new Map(), clocks: [], labelsOf: () => new Set() };
const query = (value: Expression): string =>
  promqlOf(value, { index: NOTHING, example: () => undefined, identity: [], scope: '', interval: 15_000 });
const entries = PACKS.flatMap((pack) => pack.entries);

describe('packs', () => {
  it('have unique ids', () => {
    for (const ids of [PACKS.map((pack) => pack.id), entries.map((item) => item.id)])
      expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it('have thresholds on the bad side of one another', () => {
    const wrong = entries.filter(({ threshold, bad }) => {
      if (threshold === null || threshold.warn === null || threshold.critical === null) return false;
      return bad === 'down' ? threshold.critical > threshold.warn : threshold.critical < threshold.warn;
    });
    expect(wrong.map((item) => item.id)).toEqual([]);
  });

  it('name no thing of a certain system', () => {
    // What the recorded runs happen to be called; metrics of systems that everybody may have are another matter.
    const words = /\b(?:shop|gateway|payments|inventory|recommendations|checkout)\b/i;
    expect(entries.filter((item) => words.test(JSON.stringify(item))).map((item) => item.id)).toEqual([]);
  });

  const without = missing('promtool');
  if (without !== null) console.warn(`skipped: queries of packs by promtool: ${without}`);
  it.skipIf(without !== null)('have queries that Prometheus itself can read, in every vocabulary', () => {
    const folder = mkdtempSync(join(tmpdir(), 'heimr-packs-'));
    const rules = entries.flatMap((item) =>
      item.values.map((value, i) => ({ record: `pack_${i}:${item.id.replace(/-/g, '_')}`, expr: query(value) })),
    );
    const file = join(folder, 'rules.yml');
    // JSON is YAML too.
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'packs', rules }] }));
    const output = execFileSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(output).toContain(`SUCCESS: ${rules.length} rules found`);
  });

  // HEIMR_WRITE_DOCS=1 npx vitest run test/observability/packs.test.ts writes the page anew.
  it('stand in the documentation as they are', () => {
    const fresh = page();
    if (process.env['HEIMR_WRITE_DOCS']) writeFileSync(PAGE, fresh);
    expect(readFileSync(PAGE, 'utf8')).toBe(fresh);
  });
});

function page(): string {
  const head = `# Packs of metrics

What Heimr computes of metrics that it finds: ${PACKS.length} packs, ${entries.length} signals. Made from \`src/observability/packs\`; how they are asked and
computed is in [Prometheus](prometheus.md).

- **Worse**: which change is bad. *Look*, *critical*: from which value on it is worth a look, and critical, in its unit; without them only change tells.
- **Source** of thresholds: NM node-mixin, KM kubernetes-mixin, APA awesome-prometheus-alerts (CC BY 4.0), GL Grafana's jsonnet-libs, E
  experience: worth a look, no standard. Where there are two values, the source has at least one of them; the other is experience.
- **Apart**: labels of the signal by which siblings are told apart, beside service and instance. Of too many, those that change most stay.
- **Query** shows the first vocabulary; conditions on the thing are left out. \`[R]\` is four scrapes long.
`;
  return `${[head, ...PACKS.map(section)].join('\n')}`;
}

function section(pack: Pack): string {
  const rows = pack.entries.map((item) => `| ${row(item).join(' | ')} |`);
  const first = new Set(pack.entries.flatMap((item) => leavesOf(item.values[0] as Expression).map(metricOf)));
  const others = [
    ...new Set(pack.entries.flatMap((item) => item.values.slice(1).flatMap((value) => leavesOf(value).map(metricOf)))),
  ].filter((name) => !first.has(name));
  const also =
    others.length === 0
      ? ''
      : `\nOther vocabularies: ${others
          .sort()
          .map((name) => `\`${name}\``)
          .join(', ')}.\n`;
  return `## ${pack.title}

Id \`${pack.id}\`, about: ${pack.subject}.

| id | what | unit | type | worse | look / critical | apart | query |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
${also}`;
}

function row({ id, title, unit, type, bad, threshold, keep, values }: PackEntry): string[] {
  const limits = threshold === null ? '' : `${threshold.warn ?? '–'} / ${threshold.critical ?? '–'} ${threshold.source}`;
  const text = query(values[0] as Expression)
    .replaceAll('[60s]', '[R]')
    .replaceAll('|', '\\|');
  return [`\`${id}\``, title, unit, type, bad, limits, keep.map(([name]) => name).join(', '), `\`${text}\``];
}
