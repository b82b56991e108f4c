import { it } from 'vitest';
import { findsItsFault, isSilentOn, saysWhyNot } from './expect-detector.js';

it('finds its fault once, in time, with evidence', async () => {
  await findsItsFault('throughput-ceiling', 'throughput-ceiling', 31, 60);
});

it('is silent on a healthy run that looks a little like it', async () => {
  await isSilentOn('throughput-ceiling', 'ramp', 31);
});

it('says why it did not look', async () => {
  await saysWhyNot('throughput-ceiling', /The run lasts 10 s/);
});
