import { describe, expect, it } from 'vitest';
import { type Grafana, grafanaLink } from '../../src/observability/grafana-link.js';

const WINDOW = { start: 1_763_632_800_000, end: 1_763_632_860_000 };
const GRAFANA: Grafana = { url: 'https://ann:pass@grafana.example/team/?x=1#y', prometheus: 'uid-p', loki: 'uid-l' };

const link = (source: string, query: string, window: typeof WINDOW | null = WINDOW, grafana = GRAFANA) =>
  grafanaLink(grafana, { source, query, window });

/** What Grafana would read. */
function pane(address: string | null) {
  const { searchParams } = new URL(address as string);
  expect([...searchParams.keys()]).toEqual(['schemaVersion', 'panes']);
  const [one] = Object.values(JSON.parse(searchParams.get('panes') as string) as Record<string, Record<string, unknown>>);
  return one as { datasource: string; queries: Record<string, unknown>[]; range: unknown };
}

const HOSTILE = 'rate(a{b="</script>\\"&panes=x#)](javascript:1) é\u202e😀 %7B"}[1m])';

describe('the link of a query', () => {
  it('leads to Explore, below the path, without user info, over the window and a tenth more on each side', () => {
    const address = link('prometheus', 'rate(x[1m])');
    expect(address).toMatch(/^https:\/\/grafana\.example\/team\/explore\?schemaVersion=1&panes=[\w%.-]+$/);
    expect(pane(address)).toEqual({
      datasource: 'uid-p',
      queries: [{ refId: 'A', datasource: { type: 'prometheus', uid: 'uid-p' }, expr: 'rate(x[1m])', range: true, instant: false }],
      range: { from: String(WINDOW.start - 6000), to: String(WINDOW.end + 6000) },
    });
  });

  it('has what each kind of data source wants', () => {
    expect(pane(link('loki', '{app="a"} |= "b"')).queries[0]).toMatchObject({ expr: '{app="a"} |= "b"', queryType: 'range' });
    expect(pane(link('tempo', '{ status = error }'))).toMatchObject({
      datasource: 'tempo',
      queries: [{ query: '{ status = error }', queryType: 'traceql', limit: 20, tableType: 'traces', datasource: { uid: 'tempo' } }],
    });
  });

  it('carries any query whole, and nothing of it into the address itself', () => {
    const address = link('prometheus', HOSTILE);
    expect(pane(address).queries[0]?.['expr']).toBe(HOSTILE);
    expect(address).toMatch(/^[\w:/?#@%&=+,.-]+$/);
  });

  it.each<[string, string, string]>([
    ['prometheus', 'up', ''],
    ['prometheus', 'sum by (pod) (rate(x{a="b c d"}[1m])) / on (pod) group_left y > bool 1', ''],
    ['prometheus', 'a and on (b) c offset 5m', ''],
    ['loki', 'sum(count_over_time({app="a"}[1m]))', ''],
    ['tempo', '0123456789abcdef0123456789abcdef', ''],
  ])('is there for %s: %s', (source, query) => {
    expect(link(source, query)).not.toBeNull();
  });

  it.each<[string, string]>([
    ['prometheus', ''],
    ['prometheus', 'request durations of all services'],
    ['prometheus', 'request durations of a(b){c}'],
    ['loki', 'orders: cannot reach {host="db"}'],
    ['tempo', 'critical path of traces by trace id'],
    ['results.jtl', 'up'],
    ['__proto__', 'up'],
    ['prometheus', 'up{password="x9Secret"}'],
    ['prometheus', `rate(x{a="${'y'.repeat(2000)}"}[1m])`],
  ])('is not there for %s: %s', (source, query) => {
    expect(link(source, query)).toBeNull();
  });

  it('is not there without a time, or for an address that is none of the web', () => {
    expect(link('prometheus', 'up', null)).toBeNull();
    for (const url of ['javascript:alert(1)', 'file:///etc', 'grafana']) expect(link('prometheus', 'up', WINDOW, { url })).toBeNull();
  });
});
