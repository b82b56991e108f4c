import { it } from 'vitest';
import { findsItsFault, isSilentOn } from './expect-detector.js';

it('finds its fault once, in time, with evidence', async () => {
  await findsItsFault('retry-storm', 'retry-storm', 31, 30);
});

it('is silent on a healthy run that looks a little like it', async () => {
  await isSilentOn('retry-storm', 'base-errors', 31);
});
