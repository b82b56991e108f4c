import { comment } from './comment.js';
import { github } from './github.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import { pdf } from './pdf.js';
import type { Reporter } from './reporter.js';
import { terminal } from './terminal.js';

/** Every output, in the order that `heimr list reporters` shows. */
export const reporters: readonly Reporter[] = [terminal, markdown, pdf, json, junit, comment, github];

/**
 * @param name of a file, in any case, such as `report.md` or `pr.comment.md`
 * @returns the output that writes such files; undefined where none does
 */
export function reporterForFile(name: string): Reporter | undefined {
  const wanted = name.toLowerCase();
  const fits = reporters.flatMap((reporter) =>
    reporter.extensions.filter((one) => wanted.endsWith(one) && wanted.length > one.length).map((extension) => ({ reporter, extension })),
  );
  return fits.sort((a, b) => b.extension.length - a.extension.length)[0]?.reporter;
}
