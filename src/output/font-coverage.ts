/*
 * Which characters a font can draw, from its table cmap (OpenType specification, "cmap — Character to Glyph Index Mapping
 * Table"): format 4 for the basic plane, format 12 for all. The fonts themselves are asked, so no list can be out of date.
 */

/** @returns code points that the font has a glyph for */
export function coverageOf(font: Uint8Array): ReadonlySet<number> {
  const covered = new Set<number>();
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableOffset(view, 'cmap');
  if (cmap !== null) addCmap(view, cmap, covered);
  return covered;
}

function tableOffset(view: DataView, wanted: string): number | null {
  for (let entry = 12; entry < 12 + view.getUint16(4) * 16; entry += 16) {
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((at) => view.getUint8(entry + at)));
    if (tag === wanted) return view.getUint32(entry + 8);
  }
  return null;
}

function addCmap(view: DataView, cmap: number, covered: Set<number>): void {
  for (let at = 0; at < view.getUint16(cmap + 2); at++) {
    const table = cmap + view.getUint32(cmap + 4 + at * 8 + 4);
    const format = view.getUint16(table);
    if (format === 4) addSegments(view, table, covered);
    if (format === 12) addGroups(view, table, covered);
  }
}

/** Format 4: segments with an end, a start, a shift, and where the shift is not enough, a list of glyphs. */
function addSegments(view: DataView, table: number, covered: Set<number>): void {
  const size = view.getUint16(table + 6); // twice the number of segments: bytes of each list
  const [ends, starts, shifts, offsets] = [14, 16 + size, 16 + 2 * size, 16 + 3 * size].map((list) => table + list) as [
    number,
    number,
    number,
    number,
  ];
  for (let at = 0; at < size; at += 2) {
    const [start, end, shift, offset] = [starts, ends, shifts, offsets].map((list) => view.getUint16(list + at)) as [
      number,
      number,
      number,
      number,
    ];
    for (let code = start; code <= end && code < 0xffff; code++) {
      const glyph = offset === 0 ? (code + shift) & 0xffff : view.getUint16(offsets + at + offset + 2 * (code - start));
      if (glyph !== 0) covered.add(code);
    }
  }
}

/** Format 12: groups of consecutive code points. */
function addGroups(view: DataView, table: number, covered: Set<number>): void {
  for (let at = 0; at < view.getUint32(table + 12); at++) {
    const group = table + 16 + at * 12;
    for (let code = view.getUint32(group); code <= view.getUint32(group + 4); code++) covered.add(code);
  }
}
