import { it } from 'vitest';
import { findsItsFault, isSilentOn } from './expect-detector.js';

it('finds its fault once, in time, with evidence', async () => {
  await findsItsFault('error-rate', 'error-rate', 31, 15);
});

it('is silent on a healthy run that looks a little like it', async () => {
  await isSilentOn('error-rate', 'base-errors', 31);
});
