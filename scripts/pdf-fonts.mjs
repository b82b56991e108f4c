/**
 * Makes the fonts of the PDF report (assets/fonts) from packages of the npm registry: `node scripts/pdf-fonts.mjs`.
 *
 * Only what load tests hold is kept of each face, so that the package stays small, and each gets a family name of its own: the
 * compiler knows the fonts of the machine too, and one of the same name would otherwise change the report.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FONTS = fileURLToPath(new URL('../assets/fonts/', import.meta.url));

/** Where the faces come from. Under the SIL Open Font License 1.1, none of them with a reserved name that is used here. */
const SOURCES = {
  inter: '0.4.2',
  'jetbrains-mono': '0.4.1',
  'noto-sans-sc': '0.4.3',
  'noto-sans-kr': '0.4.3',
  'noto-sans-arabic': '0.4.3',
  'noto-sans-symbols-2': '0.4.1',
  'noto-emoji': '0.4.7',
};

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at));

/** Characters of rows of a national standard; its own order of frequency is the best list of common characters there is. */
function rows(encoding, from, to) {
  const decoder = new TextDecoder(encoding);
  const all = [];
  for (let row = from; row <= to; row++) {
    for (let cell = 0xa1; cell <= 0xfe; cell++) {
      const text = decoder.decode(new Uint8Array([0xa0 + row, cell]));
      if ([...text].length === 1 && !/[\ufffd\ue000-\uf8ff]/.test(text)) all.push(text);
    }
  }
  return all;
}

const LATIN = [
  ...range(0x20, 0x7e),
  ...range(0xa0, 0x52f), // Latin, IPA, combining marks, Greek, Cyrillic
  ...range(0x1e00, 0x1eff), // Latin with marks (Vietnamese)
  ...range(0x2010, 0x23ff), // punctuation, currency, letterlike, arrows, operators, technical
  ...range(0x2500, 0x25ff), // boxes, blocks, shapes
  ...range(0x27e8, 0x27e9),
];

const FACES = [
  { file: 'sans', family: 'Heimr Sans', source: 'inter/400Regular/Inter_400Regular.ttf', chars: LATIN },
  { file: 'sans-semibold', family: 'Heimr Sans', style: 'SemiBold', source: 'inter/600SemiBold/Inter_600SemiBold.ttf', chars: LATIN },
  { file: 'mono', family: 'Heimr Mono', source: 'jetbrains-mono/400Regular/JetBrainsMono_400Regular.ttf', chars: LATIN },
  // GB 2312 level 1 and JIS X 0208 level 1 are the common ideographs; with kana, full width forms and their punctuation.
  {
    file: 'han',
    family: 'Heimr Han',
    source: 'noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
    chars: [...rows('gbk', 16, 55), ...rows('euc-jp', 16, 47), ...rows('euc-jp', 4, 5), ...range(0x3000, 0x303f), ...range(0xff01, 0xffe5)],
  },
  // The syllables of KS X 1001.
  { file: 'hangul', family: 'Heimr Hangul', source: 'noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf', chars: rows('euc-kr', 16, 40) },
  {
    file: 'arabic',
    family: 'Heimr Arabic',
    source: 'noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
    chars: [' ', ...range(0x600, 0x6ff), ...range(0x750, 0x77f), '\u200c', '\u200d'],
  },
  // Pictures of control characters, by which hidden ones are shown.
  {
    file: 'symbols',
    family: 'Heimr Symbols',
    source: 'noto-sans-symbols-2/400Regular/NotoSansSymbols2_400Regular.ttf',
    chars: [...range(0x2400, 0x2426), ...range(0x2713, 0x2717)],
  },
  {
    file: 'emoji',
    family: 'Heimr Emoji',
    source: 'noto-emoji/400Regular/NotoEmoji_400Regular.ttf',
    chars: [
      ...range(0x2600, 0x27bf),
      ...range(0x1f440, 0x1f53d),
      ...range(0x1f600, 0x1f64f),
      ...range(0x1f680, 0x1f6c5),
      '\u200d',
      '\ufe0f',
    ],
  },
];

const LICENCE =
  'These fonts are subsets of Inter, JetBrains Mono and Noto, renamed. They are licensed under the SIL Open Font License, Version 1.1.';

const CHECKSUM_MAGIC = 0xb1b0afba; // OpenType specification, table head

/** @returns the sum of 32-bit words that OpenType asks for */
function checksum(bytes) {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}

const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

/** @returns a name table (OpenType) with Windows Unicode records only */
function nameTable(names) {
  const records = Object.entries(names).map(([id, text]) => ({ id: Number(id), bytes: Buffer.from(text, 'utf16le').swap16() }));
  const head = Buffer.alloc(6 + records.length * 12);
  head.writeUInt16BE(records.length, 2);
  head.writeUInt16BE(head.length, 4);
  let offset = 0;
  records.forEach(({ id, bytes }, at) => {
    [3, 1, 0x409, id, bytes.length, offset].forEach((value, field) => {
      head.writeUInt16BE(value, 6 + at * 12 + field * 2);
    });
    offset += bytes.length;
  });
  return Buffer.concat([head, ...records.map(({ bytes }) => bytes)]);
}

/** @returns the font under another name */
function renamed(font, family, style = 'Regular') {
  const count = font.readUInt16BE(4);
  const tables = Array.from({ length: count }, (_, at) => {
    const entry = 12 + at * 16;
    const [start, length] = [font.readUInt32BE(entry + 8), font.readUInt32BE(entry + 12)];
    return { tag: font.toString('latin1', entry, entry + 4), bytes: Buffer.from(font.subarray(start, start + length)) };
  });
  const old = tables.find(({ tag }) => tag === 'name').bytes;
  const copyright = oldName(old, 0);
  const whole = style === 'Regular' ? family : `${family} ${style}`;
  const script = whole.replaceAll(' ', '');
  const names = { 0: copyright, 1: whole, 2: 'Regular', 3: `${script}; subset for Heimr`, 4: whole, 5: oldName(old, 5), 6: script };
  Object.assign(names, { 13: 'SIL Open Font License, Version 1.1', 14: 'https://openfontlicense.org', 16: family, 17: style });
  tables.find(({ tag }) => tag === 'name').bytes = nameTable(names);
  const head = tables.find(({ tag }) => tag === 'head').bytes;
  head.writeUInt32BE(0, 8);

  const directory = Buffer.alloc(12 + count * 16);
  font.copy(directory, 0, 0, 12);
  let offset = directory.length;
  const bodies = tables.map(({ tag, bytes }, at) => {
    const body = padded(bytes);
    const entry = 12 + at * 16;
    directory.write(tag, entry, 'latin1');
    directory.writeUInt32BE(checksum(body), entry + 4);
    directory.writeUInt32BE(offset, entry + 8);
    directory.writeUInt32BE(bytes.length, entry + 12);
    offset += body.length;
    return body;
  });
  const file = Buffer.concat([directory, ...bodies]);
  const at = directory.readUInt32BE(12 + tables.findIndex(({ tag }) => tag === 'head') * 16 + 8);
  file.writeUInt32BE((CHECKSUM_MAGIC - checksum(file)) >>> 0, at + 8);
  return file;
}

/** @returns a name of the font as it came */
function oldName(table, wanted) {
  const strings = table.readUInt16BE(4);
  for (let at = 0; at < table.readUInt16BE(2); at++) {
    const entry = 6 + at * 12;
    if (table.readUInt16BE(entry) !== 3 || table.readUInt16BE(entry + 6) !== wanted) continue;
    const start = strings + table.readUInt16BE(entry + 10);
    return Buffer.from(table.subarray(start, start + table.readUInt16BE(entry + 8)))
      .swap16()
      .toString('utf16le');
  }
  return '';
}

const folder = mkdtempSync(join(tmpdir(), 'heimr-fonts-'));
try {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const packages = Object.entries(SOURCES).map(([name, version]) => `@expo-google-fonts/${name}@${version}`);
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--save-exact'];
  execFileSync('npm', ['install', ...flags, 'subset-font@2.9.0', ...packages], { cwd: folder, stdio: 'inherit' });
  const subset = createRequire(join(folder, 'package.json'))('subset-font');
  const from = (path) => join(folder, 'node_modules/@expo-google-fonts', path);

  mkdirSync(FONTS, { recursive: true });
  for (const { file, family, style, source, chars } of FACES) {
    const small = await subset(readFileSync(from(source)), chars.join(''), { targetFormat: 'truetype' });
    writeFileSync(join(FONTS, `${file}.ttf`), renamed(small, family, style));
  }
  const licences = Object.keys(SOURCES).map((name) => readFileSync(from(`${name}/LICENSE_FONT`), 'utf8'));
  const [body] = /-{20,}[\s\S]*/.exec(licences[0]);
  const rights = licences.map((text) => /^Copyright.*$/m.exec(text)[0]);
  writeFileSync(join(FONTS, 'OFL.txt'), `${[...new Set(rights)].join('\n')}\n\n${LICENCE}\n\n${body.trim()}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
