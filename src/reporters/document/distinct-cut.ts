/**
 * Texts cut to the same room so that those that differ still look different: where a cut makes several the same, what they share at both ends goes first.
 * Endpoints of one service share their beginning, and often their end.
 * @param widthOf width of a text, in the unit of `room`
 * @param cut cuts one text, as is usual there
 */
export function distinctlyCut(
  texts: readonly string[],
  room: number,
  widthOf: (text: string) => number,
  cut: (text: string, room: number) => string,
): string[] {
  const shown = texts.map((text) => cut(text, room));
  const same = new Map<string, Set<string>>();
  texts.forEach((text, i) => {
    const one = shown[i] as string;
    same.set(one, (same.get(one) ?? new Set()).add(text));
  });
  return texts.map((text, i) => {
    const group = same.get(shown[i] as string) as Set<string>;
    return group.size === 1 ? (shown[i] as string) : aroundDifference(text, [...group], room, widthOf, cut);
  });
}

/** The part of a text in which it differs from others, with as much on both sides as there is room for. */
function aroundDifference(
  text: string,
  group: readonly string[],
  room: number,
  widthOf: (text: string) => number,
  cut: (text: string, room: number) => string,
): string {
  const points = [...text];
  const all = group.map((one) => [...one]);
  const least = Math.min(...all.map(({ length }) => length));
  const shared = (at: (one: readonly string[], i: number) => string | undefined, most: number): number => {
    let n = 0;
    while (n < most && all.every((one) => at(one, n) === at(points, n))) n++;
    return n;
  };
  const head = shared((one, i) => one[i], least);
  const tail = shared((one, i) => one[one.length - 1 - i], least - head);
  let [from, to] = [head, points.length - tail];
  const piece = (start: number, end: number): string =>
    `${start > 0 ? '…' : ''}${points.slice(start, end).join('')}${end < points.length ? '…' : ''}`;
  if (widthOf(piece(from, to)) > room) return cut(piece(from, to), room);
  for (let grown = true; grown; ) {
    grown = false;
    if (from > 0 && widthOf(piece(from - 1, to)) <= room) {
      from--;
      grown = true;
    }
    if (to < points.length && widthOf(piece(from, to + 1)) <= room) {
      to++;
      grown = true;
    }
  }
  return piece(from, to);
}
