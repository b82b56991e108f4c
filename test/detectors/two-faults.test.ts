import { expect, it } from 'vitest';
import { analyzeRows, type Row } from '../kpi/jtl.js';

/** Fifteen minutes, 18 requests a second; from 500 s on two of three endpoints take five times as long, and a third of one of them fails. */
const rows = (): Row[] =>
  Array.from({ length: 16_200 }, (_, i): Row => {
    const at = Math.round((i * 1000) / 18);
    const label = ['checkout', 'search', 'login'][i % 3] as string;
    const isBad = at >= 500_000 && label !== 'login';
    const ok = !(isBad && label === 'checkout' && i % 9 === 0);
    return { at, ms: (isBad ? 5 : 1) * (70 + ((i * 7919) % 41)), label, ok };
  });

it('counts failures over the endpoints that are named, and calls no stall what goes on', async () => {
  const { findings, explanation } = await analyzeRows(rows());
  const told = new Map(findings.map((finding) => [finding.kind, finding]));
  expect([...told.keys()].sort()).toEqual(['error-rate', 'latency-shift']);
  expect(told.get('error-rate')?.labels).toEqual(['checkout']);
  // Every third request of checkout from 500 s on: 7,200 requests, of which 2,400 are its own.
  expect(told.get('error-rate')?.summary).toMatch(/^800 of 2,400 requests fail \(33 %/);
  const notFound = explanation?.claims.find(({ text }) => text.startsWith('Looked for and not found'))?.text;
  expect(notFound).not.toMatch(/lasting jump|failures beyond/);
});
