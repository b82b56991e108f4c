import { it } from 'vitest';
import { findsItsFault, isSilentOn } from './expect-detector.js';

it('finds its fault once, in time, with evidence', async () => {
  await findsItsFault('rate-limit', 'rate-limit', 31, 60);
});

it('is silent on a healthy run that looks a little like it', async () => {
  await isSilentOn('rate-limit', 'base-errors', 31);
});
