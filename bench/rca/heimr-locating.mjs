/* Heimr's own locating, from its sources, and the same with one number of them changed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = resolve(import.meta.dirname, '../..');
const PATHS = {
  locateByMetrics: 'src/diagnoses/locate-by-metrics.ts',
  latencyExcess: 'src/diagnoses/latency-excess.ts',
  failureExcess: 'src/diagnoses/failure-excess.ts',
  CHANGED: 'src/diagnoses/case.ts',
};

/** Something of the sources, bundled: `{ name: path }` each. @param change `{ file, line, replacement }`, a text replaced in one of the sources */
export async function sources(names, change = null) {
  const folder = mkdtempSync(join(tmpdir(), 'heimr-rca-'));
  const entry = join(ROOT, 'bench', 'rca', '_entry.ts');
  let replaced = change === null;
  try {
    const bundle = await rolldown({
      input: entry,
      platform: 'node',
      logLevel: 'silent',
      plugins: [
        {
          name: 'sources',
          resolveId: (id) => (id === entry ? entry : null),
          load(id) {
            if (id === entry)
              return Object.entries(names)
                .map(([name, path]) => `export { ${name} } from ${JSON.stringify(join(ROOT, path))};`)
                .join('\n');
            if (change === null || id !== join(ROOT, change.file)) return null;
            const text = readFileSync(id, 'utf8');
            replaced ||= text.includes(change.line);
            return text.replace(change.line, change.replacement);
          },
        },
      ],
    });
    const file = join(folder, 'bundle.mjs');
    await bundle.write({ file, format: 'esm', codeSplitting: false });
    await bundle.close();
    if (!replaced) throw new Error(`${change.file} does not hold ${change.line}`);
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What locates, as `heimrMethods` needs it. */
export const locating = (change = null) => sources(PATHS, change);
