import { expect, it } from 'vitest';
import { type Judged, verdictOf } from '../../src/gate/verdict.js';
import type { Check, Finding } from '../../src/model/analysis.js';

const check = (id: string, outcome: Check['outcome'] = 'checked', reason = ''): Check => ({ id, title: id, outcome, reason });
const CORE = ['error-rate', 'latency-shift', 'latency-trend'].map((id) => check(id));
const finding = (kind: string, severity: Finding['severity'], start = 0): Finding => ({
  id: `${kind}@${start}`,
  kind,
  severity,
  window: { start, end: start + 1 },
  labels: 'all',
  service: null,
  title: `Title of ${kind}`,
  summary: `Summary of ${kind}.`,
  evidence: [],
  counterEvidence: [],
  recommendation: '',
  confidence: 0.9,
});
const judge = (rest: Partial<Judged> = {}) =>
  verdictOf({ checks: CORE, findings: [], requests: 12_345, failed: 0, duration: 600_000, noTest: null, unseen: null, ...rest });

it('is healthy only where what matters was checked', () => {
  expect(judge()).toEqual({
    status: 'healthy',
    sentence: 'Nothing wrong was found in 12,345 requests over 10 min: 3 checks were made.',
    reasons: [],
  });
  expect(judge({ checks: [...CORE, check('stall', 'not-checked', 'too few')] })).toMatchObject({
    status: 'healthy',
    reasons: [{ text: 'Not checked: stall.' }],
  });
});

it.each(['error-rate', 'latency-shift', 'latency-trend'])('is inconclusive, with the reason, where %s was not checked', (id) => {
  const checks = CORE.map((one) => (one.id === id ? check(id, 'not-checked', 'Too short.') : one));
  expect(judge({ checks })).toMatchObject({ status: 'inconclusive', sentence: 'Not judged: Too short. The figures are complete.' });
});

it('is never healthy where a check failed, or none was made', () => {
  expect(judge({ checks: [...CORE, check('tail', 'failed', 'division by zero')] })).toMatchObject({
    status: 'inconclusive',
    sentence: expect.stringContaining('"tail" failed'),
  });
  expect(judge({ checks: [] }).status).toBe('inconclusive');
});

it('is failing with a critical finding, degraded with any other but information', () => {
  expect(judge({ findings: [finding('stall', 'warning')] }).status).toBe('degraded');
  expect(judge({ findings: [finding('label-outlier', 'info')] }).status).toBe('healthy');
  const verdict = judge({ findings: [finding('stall', 'warning'), finding('error-rate', 'critical', 5)] });
  expect(verdict.status).toBe('failing');
  expect(verdict.sentence).toBe('The system fails under this load: title of error-rate. There is one more finding.');
  expect(verdict.reasons.map(({ findings }) => findings)).toEqual([['error-rate@5'], ['stall@0']]);
});

it('counts a finding however little else could be checked', () => {
  expect(judge({ checks: [check('error-rate')], findings: [finding('error-rate', 'critical')] }).status).toBe('failing');
});

it('says invalid before anything else where the generator did not do its part', () => {
  expect(judge({ findings: [finding('error-rate', 'critical'), finding('generator-saturation', 'critical')] }).status).toBe('invalid-test');
});

it('judges what is wrong over the whole run, though changes could not be seen', () => {
  const unseen = 'the file has only figures.';
  expect(judge({ unseen })).toMatchObject({ status: 'inconclusive', sentence: 'Not judged: the file has only figures.' });
  expect(judge({ unseen, findings: [finding('error-rate', 'critical')] }).status).toBe('failing');
  expect(judge({ unseen, findings: [finding('generator-saturation', 'critical')] }).status).toBe('invalid-test');
});

it('judges no recording', () => {
  expect(judge({ noTest: 'a HAR is a recording.' })).toMatchObject({
    status: 'inconclusive',
    sentence: 'Not judged: a HAR is a recording.',
  });
});

it('speaks of failures that are too few for a finding, where they are a hundredth of the requests or more', () => {
  const short = CORE.map((one) => (one.id === 'error-rate' ? one : check(one.id, 'not-checked', 'Too short.')));
  expect(judge({ checks: short, requests: 1, failed: 1 }).sentence).toBe(
    'Not judged, though 1 of 1 request failed: Too short. The figures are complete.',
  );
  expect(judge({ requests: 500, failed: 9 }).sentence).toBe(
    'Nothing wrong was found in 500 requests over 10 min: 3 checks were made. But 9 of 500 requests failed, too few for a finding.',
  );
  expect(judge({ requests: 5000, failed: 9 }).sentence).not.toContain('failed');
  expect(judge({ failed: null }).sentence).not.toContain('failed');
});
