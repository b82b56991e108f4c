import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/model/analysis.js';
import { loadTypesetter } from '../../src/output/typesetter.js';
import { markdown } from '../../src/reporters/markdown.js';
import { TABLE_ROWS } from '../../src/reporters/pdf/page-data.js';
import { pdf } from '../../src/reporters/pdf.js';
import type { Typesetter } from '../../src/reporters/typesetter.js';
import { exampleAnalysis, kpis } from './example-analysis.js';
import { cellsByPairs, readInline } from './gfm-view.js';
import { look, missingPrograms } from './pdf-programs.js';
import { fullAnalysis, HOSTILE, hostileAnalysis, SPARSE } from './variants.js';

let typesetter: Typesetter;
beforeAll(async () => {
  typesetter = await loadTypesetter();
});

const render = (analysis: Analysis = exampleAnalysis()): Uint8Array => pdf.render(analysis, { typesetter }) as Uint8Array;
const textOf = (bytes: Uint8Array, ...flags: string[]): string => look('pdftotext', bytes, flags, ['-']);
const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';

/** The example with as many endpoints as asked for. */
function manyEndpoints(number: number): Analysis {
  const analysis = exampleAnalysis();
  analysis.kpis.byLabel = Array.from({ length: number }, (_, at) =>
    kpis(`GET /endpoint/${at}/of/many`, 1000 + at, at % 7, [1, 20 + at, 18, 25, 40, 60 + at, 90 + at, 200, 300 + at, 9], 600),
  );
  return analysis;
}

/** Analyses of every kind that the tests have. */
const VARIANTS: readonly (readonly [string, () => Analysis])[] = [
  ['the example', exampleAnalysis],
  ['every part of the schema', fullAnalysis],
  ['one endpoint', () => manyEndpoints(1)],
  ['three endpoints', () => manyEndpoints(3)],
  ['forty endpoints', () => manyEndpoints(40)],
  ...Object.entries(SPARSE),
];

describe('the PDF report', () => {
  it.each(VARIANTS)('is made of %s', (_, analysis) => {
    expect(isPdf(render(analysis()))).toBe(true);
  });

  it('is the same to the byte from the same analysis, whoever typesets', async () => {
    const again = pdf.render(exampleAnalysis(), { typesetter: await loadTypesetter() }) as Uint8Array;
    expect(Buffer.compare(Buffer.from(render()), Buffer.from(again))).toBe(0);
  });

  it('differs in nothing but the line of its making where only the run differs', () => {
    const other = exampleAnalysis();
    other.run.startedAt = null;
    expect(isPdf(render(other))).toBe(true);
    expect(Buffer.from(render(other)).includes('/CreationDate')).toBe(false);
  });

  it('stays small and quick for an ordinary run', () => {
    const started = performance.now();
    const bytes = render(manyEndpoints(40));
    expect(bytes.length).toBeLessThan(1_000_000);
    expect(performance.now() - started).toBeLessThan(5_000); // 0.3 s on a free machine; the bound only catches what explodes
  });

  it.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text] as const))('is not broken by %s', (_, text) => {
    const bytes = render(hostileAnalysis(text));
    expect(isPdf(bytes)).toBe(true);
    expect(bytes.length).toBeLessThan(2_000_000);
  });

  it('is not broken by any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => isPdf(render(hostileAnalysis(text)))),
      { numRuns: Number(process.env.HEIMR_PDF_RUNS ?? 10) },
    );
  });

  it('is not broken by any mixture of scripts, marks and joiners, of which fonts make other clusters each', () => {
    const part = fc.constantFrom(
      ...[
        'GET /',
        'fi',
        'ffl',
        '->',
        'e\u0301',
        '\u0301',
        '日本',
        '検索',
        'か\u3099',
        'ｶﾞ',
        '한글',
        '\u1112\u1161\u11ab',
        'سلة',
        'لا',
        '\u200d',
        '\ufe0f',
      ],
      ...['👩‍👩‍👧', '🇩🇪', '❤️', '1️⃣', '…', 'Ω', 'Я', 'กำ', 'क्षि', '\u3031', '々', '〆', '𠮷', '﨑', ' '],
    );
    const text = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(text, { minLength: 5, maxLength: 5 }), (names) => {
        const analysis = exampleAnalysis();
        analysis.kpis.byLabel.forEach((endpoint, i) => {
          endpoint.label = names[i % names.length] as string;
        });
        return isPdf(render(analysis));
      }),
      { numRuns: Number(process.env.HEIMR_PDF_RUNS ?? 10) },
    );
  });

  it('cannot be made without a typesetter, and says how to get one', () => {
    expect(() => pdf.render(exampleAnalysis())).toThrow(
      expect.objectContaining({ code: 'usage', hint: expect.stringContaining('loadTypesetter') }),
    );
  });
});

describe('seen by poppler', () => {
  const why = missingPrograms('pdftotext', 'pdfinfo', 'pdffonts');

  it.skipIf(why).each(VARIANTS)('%s: every number of the Markdown tables stands in the PDF, row by row', (_, make) => {
    const analysis = make();
    const lines = textOf(render(analysis), '-layout').split('\n');
    const rows = numberRows(markdown.render(analysis) as string);
    const missing = rows.filter((numbers) => !lines.some((line) => holds(line, numbers)));
    expect(missing).toEqual([]);
    if (analysis.kpis.overall.count > 0) expect(rows.length).toBeGreaterThan(1);
  });

  const long = HOSTILE.filter((text) => text.length > 400).map(
    (text) => [`${[...text][0]} and so on`, () => hostileAnalysis(text)] as const,
  );

  it.skipIf(why).each([...VARIANTS, ...long])('%s: the verdict is one page, contents begin the second', (_, make) => {
    const pages = textOf(render(make())).split('\f');
    expect(pages[0]).toContain('What to do next');
    expect(pages[0]).toContain('Cause');
    expect(pages[1].split('\n').slice(0, 4)).toContain('Contents');
  });

  it.skipIf(why)('is tagged, titled, dated by the analysis, and set in the shipped fonts only', () => {
    const bytes = render();
    const info = look('pdfinfo', bytes);
    expect(info).toMatch(/Tagged:\s+yes/);
    expect(info).toMatch(new RegExp(`Title:\\s+${exampleAnalysis().title}`));
    expect(info).toMatch(/CreationDate:/);
    expect(Buffer.from(bytes).includes('<pdfuaid:part>1</pdfuaid:part>')).toBe(true);
    const fonts = look('pdffonts', bytes).trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(1);
    for (const font of fonts) expect(font).toMatch(/^[A-Z]{6}\+Heimr\w+ .* yes yes yes /);
  });

  it.skipIf(why)('shows markup of any kind as it stands', () => {
    for (const text of [
      '<script>x</script>',
      '#let x = 1',
      '$x$ @ref',
      '*b* _i_',
      '= h',
      '\\u{41} \\n',
      '#eval("1+1")',
      '`raw` | a|b',
      '=1+1',
    ]) {
      const pages = textOf(render(labelled(text)), '-layout');
      expect(pages.replaceAll(/\s+/g, ' ')).toContain(text);
    }
  });

  it.skipIf(why)('shows other scripts, and names what its fonts cannot draw', () => {
    const known = textOf(render(labelled('登录 ログイン 로그인 Вход Είσοδος دخول 🚀')));
    for (const word of ['登录', 'ログイン', '로그인', 'Вход', 'Είσοδος', '🚀']) expect(known).toContain(word);
    // In the drawing beside the table a text of several fonts holds only letters that stand for themselves; what is replaced there is noted.
    expect(known.replaceAll(/\s+/g, ' ')).toMatch(/characters are shown as □, .* where they stand \(U\+062E, .*U\+1F680\)/);
    expect(textOf(render(labelled('登录 ログイン 로그인 Вход Είσοδος')))).not.toContain('□');
    expect(textOf(render(labelled('دخول')))).not.toContain('□');
    const unknown = textOf(render(labelled('เข้าสู่ระบบ')));
    expect(unknown).toContain('□□□');
    expect(unknown.replaceAll(/\s+/g, ' ')).toMatch(
      /characters are shown as □, since the fonts of this report cannot draw them where they stand \(U\+0E02, /,
    );
  });

  it.skipIf(why)('caps long tables, and says so', () => {
    const text = textOf(render(manyEndpoints(TABLE_ROWS + 25)), '-layout').replaceAll(/\s+/g, ' ');
    expect(text).toContain('Not shown here: 25 more endpoints. The JSON output (analysis.json) has all of them under kpis.byLabel.');
  });

  it.skipIf(why)('repeats the header of a table on each page', () => {
    const pages = textOf(render(manyEndpoints(120)), '-layout').split('\f');
    const withRows = pages.filter((page) => page.includes('/of/many'));
    expect(withRows.length).toBeGreaterThan(2);
    for (const page of withRows.slice(1)) if (/\/of\/many.*\n.*\/of\/many/.test(page)) expect(page).toMatch(/endpoint\s+requests\s+failed/);
  });
});

describe('seen by qpdf', () => {
  const why = missingPrograms('qpdf');

  it.skipIf(why).each(VARIANTS)('%s is sound', (_, make) => {
    expect(look('qpdf', render(make()), ['--check'])).toContain('No syntax or stream encoding errors found');
  });

  it.skipIf(why)('leads from evidence to Grafana, and nowhere else', () => {
    const address = 'https://grafana.example/explore?schemaVersion=1&panes=%7B%22heimr%22%3A%281%29%7D';
    const linked = (link: string): string => {
      const analysis = fullAnalysis();
      for (const one of analysis.evidence) one.link = link;
      return look('qpdf', render(analysis), ['--qdf', '--object-streams=disable'], ['-']);
    };
    const addresses = (whole: string): string[] => [...new Set([...whole.matchAll(/\/URI \((.*)\)$/gm)].map(([, one = '']) => one))];
    expect(addresses(linked(address))).toEqual([address]);
    expect(addresses(linked('javascript:alert(1)'))).toEqual([]);
  });

  it.skipIf(why)('has a bookmark for each section, with its findings below, and a text for each drawing', () => {
    const bytes = render(fullAnalysis());
    const { outlines } = JSON.parse(look('qpdf', bytes, ['--json', '--json-key=outlines'])) as { outlines: Outline[] };
    const titles = outlines.map(({ title }) => title);
    for (const title of ['At a glance', 'Findings', 'Endpoints', 'Errors', 'How each figure was computed']) expect(titles).toContain(title);
    expect(outlines.find(({ title }) => title === 'Findings')!.kids.length).toBeGreaterThan(0);
    const whole = look('qpdf', bytes, ['--qdf', '--object-streams=disable'], ['-']);
    expect(whole.match(/\/S \/Figure/g)!.length).toBeGreaterThan(0);
    expect(whole.match(/\/Alt /g)!.length).toBeGreaterThanOrEqual(whole.match(/\/S \/Figure/g)!.length);
  });
});

interface Outline {
  title: string;
  kids: Outline[];
}

/** The example in which one endpoint has this name. */
function labelled(text: string): Analysis {
  const analysis = exampleAnalysis();
  analysis.kpis.byLabel[0].label = text;
  return analysis;
}

/** @returns the runs of neighbouring numbers of each row of each table; a dash and a marked value count as numbers */
function numberRows(report: string): string[][] {
  const found: string[][] = [];
  let right: boolean[] = [];
  for (const line of report.split('\n')) {
    if (!line.startsWith('|')) right = [];
    else if (/^\|(?: -+:? \|)+$/.test(line)) right = cellsByPairs(line).map((cell) => cell.endsWith(':'));
    else if (right.length > 0) {
      let run: string[] = [];
      for (const [at, cell] of [...cellsByPairs(line), null].entries()) {
        if (cell !== null && right[at]) run.push(...[readInline(cell).text].filter((text) => text !== ''));
        else {
          if (run.length > 0) found.push(run);
          run = [];
        }
      }
    }
  }
  return found;
}

/** @returns whether the numbers stand in a line in that order, next to one another; the space before a unit is narrow, and may be lost */
function holds(line: string, numbers: readonly string[]): boolean {
  const cells = numbers.map((number) => number.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\s+/g, '\\s*'));
  return new RegExp(`(?:^|\\s)${cells.join('\\s+')}(?:\\s|$)`).test(line);
}
