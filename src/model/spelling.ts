/** Letters to be added, taken away, replaced or swapped to turn one word into the other (Damerau–Levenshtein, adjacent swaps). */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(at(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1, at(rows, i - 1, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, at(rows, i - 2, j - 2) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return at(rows, a.length, b.length);
}

/** @returns the known word that was probably meant: at most two letters away, without regard to case, hyphens and underscores */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[-_]/g, '');
  const ranked = known.map((candidate) => ({ candidate, distance: editDistance(plain(word), plain(candidate)) }));
  // Of two that are as near, letters that changed places are the likelier slip: p59 is p95 and not p50.
  const letters = (text: string) => [...plain(text)].sort().join('');
  const swapped = (text: string) => Number(letters(text) !== letters(word));
  ranked.sort((a, b) => a.distance - b.distance || swapped(a.candidate) - swapped(b.candidate));
  const best = ranked[0];
  return best && best.distance <= 2 && best.distance < best.candidate.length ? best.candidate : undefined;
}

function at(rows: readonly number[][], i: number, j: number): number {
  return rows[i]?.[j] ?? 0;
}
