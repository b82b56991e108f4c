import { it } from 'vitest';
import { findsItsFault, isSilentOn, saysWhyNot } from './expect-detector.js';

it('finds its fault once, in time, with evidence', async () => {
  await findsItsFault('slow-start', 'slow-start', 31, 30);
});

it('is silent on a healthy run that looks a little like it', async () => {
  await isSilentOn('slow-start', 'warm-up', 31);
});

it('says why it did not look', async () => {
  await saysWhyNot('slow-start', /The run lasts 10 s/);
});
