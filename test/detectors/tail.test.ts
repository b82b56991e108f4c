import { it } from 'vitest';
import { findsItsFault, isSilentOn, saysWhyNot } from './expect-detector.js';

it('finds its fault once, in time, with evidence', async () => {
  // Severity 3 is 8 to 10 % of the requests, at the border to a second mode.
  await findsItsFault('tail', 'tail-growth', 31, 30, 2);
});

it('is silent on a healthy run that looks a little like it', async () => {
  await isSilentOn('tail', 'pareto-tail', 31);
});

it('says why it did not look', async () => {
  await saysWhyNot('tail', /The run lasts 10 s/);
});
