/**
 * Confidence by how far a finding is beyond its floor: the share of findings of simulated runs that were right (an event at that place, named
 * by a kind that is right for it), with one right and one wrong finding added (Laplace's rule of succession), so that no share is 1.
 * The table is printed by `npm run scenarios` and stands in docs/methods/scenarios.md.
 */
const TABLE: readonly { below: number; confidence: number }[] = [
  { below: 1.5, confidence: 0.88 },
  { below: 3, confidence: 0.95 },
  { below: Number.POSITIVE_INFINITY, confidence: 0.99 },
];

/** Bounds of the classes of strength, for those who measure. */
export const STRENGTH_CLASSES: readonly number[] = TABLE.map(({ below }) => below);

/** @param strength see Anomaly @returns 0..1 */
export function confidenceOf(_kind: string, strength: number): number {
  return (TABLE.find(({ below }) => strength < below) ?? (TABLE.at(-1) as (typeof TABLE)[number])).confidence;
}
