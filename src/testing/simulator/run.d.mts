import type { RunFormat, RunTruth } from '../truth.js';
import type { Family } from './families/dev.mjs';

export function buildRun(
  family: Family,
  what: { kind: string; severity: number; seed: number; format: RunFormat | undefined },
): { file: { name: string; bytes: Uint8Array }; truth: RunTruth };
