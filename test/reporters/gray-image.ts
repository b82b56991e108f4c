import { inflateSync } from 'node:zlib';

/** A picture in shades of gray, row by row from the top; 0 = black. */
export interface GrayImage {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** Reads a PNG of 8 bits of gray, or of each of three colours, without interlace, as pdftoppm writes it (PNG specification, third edition). */
export function readPng(bytes: Buffer): GrayImage {
  const parts: Buffer[] = [];
  let [width, height, channels] = [0, 0, 1];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      if (body[8] !== 8 || (body[9] !== 0 && body[9] !== 2) || body[12] !== 0) throw new Error('not a PNG of 8 bits a colour');
      channels = body[9] === 2 ? 3 : 1;
    }
    if (type === 'IDAT') parts.push(body);
    at += length + 12;
  }
  const colours = unfiltered(inflateSync(Buffer.concat(parts)), width * channels, height, channels);
  const shade = (_: number, at: number): number => {
    const own = colours.subarray(at * channels, (at + 1) * channels);
    return own.reduce((sum, value) => sum + value, 0) / channels;
  };
  return { width, height, pixels: new Uint8Array(width * height).map(shade) };
}

/** @param step bytes of a pixel */
function unfiltered(raw: Buffer, row: number, height: number, step: number): Uint8Array {
  const bytes = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)];
    for (let x = 0; x < row; x++) {
      const at = y * row + x;
      const left = x >= step ? bytes[at - step] : 0;
      const up = y > 0 ? bytes[at - row] : 0;
      const corner = x >= step && y > 0 ? bytes[at - row - step] : 0;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      bytes[at] = raw[y * (row + 1) + 1 + x] + predicted;
    }
  }
  return bytes;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(left + up - corner - value));
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Side of the squares that are compared, px: about a line of text. */
const SQUARE = 12;

/**
 * Compares squares by the shade that most of each has, so that another version of the program that draws (which sets the edges of
 * letters a little differently) makes no difference, and a word or a line that moves does.
 * @returns the largest difference of a square's mean shade, 0..255, and where it is; 255 for pictures of different sizes
 */
export function difference(a: GrayImage, b: GrayImage): { most: number; x: number; y: number } {
  const found = { most: 0, x: 0, y: 0 };
  if (a.width !== b.width || a.height !== b.height) return { ...found, most: 255 };
  for (let y = 0; y < a.height; y += SQUARE) {
    for (let x = 0; x < a.width; x += SQUARE) {
      const shade = Math.abs(mean(a, x, y) - mean(b, x, y));
      if (shade > found.most) Object.assign(found, { most: shade, x, y });
    }
  }
  return found;
}

function mean({ width, height, pixels }: GrayImage, left: number, top: number): number {
  let [sum, count] = [0, 0];
  for (let y = top; y < Math.min(height, top + SQUARE); y++) {
    for (let x = left; x < Math.min(width, left + SQUARE); x++, count++) sum += pixels[y * width + x];
  }
  return sum / count;
}
