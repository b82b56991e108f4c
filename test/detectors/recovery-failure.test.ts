import { it } from 'vitest';
import { findsItsFault, isSilentOn, saysWhyNot } from './expect-detector.js';

it('finds its fault once, in time, with evidence', async () => {
  await findsItsFault('recovery-failure', 'recovery-failure', 31, 30);
});

it('is silent on a healthy run that looks a little like it', async () => {
  await isSilentOn('recovery-failure', 'planned-spike', 31);
});

it('says why it did not look', async () => {
  await saysWhyNot('recovery-failure', /The run lasts 10 s/);
});
