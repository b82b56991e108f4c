import { it } from 'vitest';
import { findsItsFault, isSilentOn, saysWhyNot } from './expect-detector.js';

it('finds its fault once, in time, with evidence', async () => {
  await findsItsFault('latency-shift', 'latency-step-all', 31, 15);
});

it('is silent on a healthy run that looks a little like it', async () => {
  await isSilentOn('latency-shift', 'drift', 31);
});

it('says why it did not look', async () => {
  await saysWhyNot('latency-shift', /The run lasts 10 s/);
});
