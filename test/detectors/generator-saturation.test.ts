import { it } from 'vitest';
import { findsItsFault, isSilentOn, saysWhyNot } from './expect-detector.js';

it('finds its fault once, in time, with evidence', async () => {
  await findsItsFault('generator-saturation', 'generator-saturation', 31, 100);
});

it('is silent on a healthy run that looks a little like it', async () => {
  await isSilentOn('generator-saturation', 'ramp', 31);
});

it('says why it did not look', async () => {
  await saysWhyNot('generator-saturation', /The run lasts 10 s/);
});
