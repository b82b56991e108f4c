import { it } from 'vitest';
import { findsItsFault, isSilentOn, saysWhyNot } from './expect-detector.js';

it('finds its fault once, in time, with evidence', async () => {
  await findsItsFault('latency-trend', 'degradation', 31, 60);
});

it('is silent on a healthy run that looks a little like it', async () => {
  await isSilentOn('latency-trend', 'drift', 31);
});

it('says why it did not look', async () => {
  await saysWhyNot('latency-trend', /The run lasts 10 s/);
});
