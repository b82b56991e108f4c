/** Requests to one backend at a time: its own limit is shared with everyone else who uses it. */
export const IN_FLIGHT = 4;

/**
 * Runs tasks, at most `limit` at a time.
 * @param items what to work on
 * @param make work on one of them; must not throw for what is only that item's trouble
 * @returns results in the order of the items
 */
export async function inFlight<A, B>(items: readonly A[], make: (item: A, index: number) => Promise<B>, limit = IN_FLIGHT): Promise<B[]> {
  const results: B[] = new Array(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) results[i] = await make(items[i] as A, i);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
