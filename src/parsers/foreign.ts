import { commandLineSignatures } from './foreign-command-line.js';
import { containerSignatures } from './foreign-containers.js';
import { gatlingSignatures } from './foreign-gatling.js';
import { jmeterSignatures } from './foreign-jmeter.js';
import { k6Signatures } from './foreign-k6.js';
import { locustSignatures } from './foreign-locust.js';
import { reportSignatures } from './foreign-reports.js';
import type { ForeignSignature } from './foreign-signature.js';
import { suiteSignatures } from './foreign-suites.js';
import type { HeadView } from './foreign-view.js';

/**
 * Every kind of file that is recognised but not read, so that a refusal can name the tool and a way out. Whoever adds a
 * parser for one takes its entry out here. Kinds that are no tool's stand last.
 */
export const foreignSignatures: readonly ForeignSignature[] = [
  ...jmeterSignatures,
  ...k6Signatures,
  ...gatlingSignatures,
  ...locustSignatures,
  ...reportSignatures,
  ...commandLineSignatures,
  ...suiteSignatures,
  ...containerSignatures,
];

/** A recognised kind, and what else the bytes tell about it. */
export interface Recognition {
  readonly signature: ForeignSignature;
  /** Layout and version, as far as the bytes say; empty otherwise. */
  readonly detail: string;
}

/**
 * Names what a head looks like, by its bytes alone.
 * @returns the first signature that holds, or undefined if none does
 */
export function recognize(view: HeadView): Recognition | undefined {
  for (const signature of foreignSignatures) {
    const found = signature.test(view);
    if (found !== false) return { signature, detail: found === true ? '' : found };
  }
  return undefined;
}
