import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import { pdf } from './pdf.js';
import type { Reporter } from './reporter.js';
import { terminal } from './terminal.js';

/** Every output, in the order that `heimr list reporters` shows. */
export const reporters: readonly Reporter[] = [terminal, markdown, pdf, json, junit];

/**
 * @param extension with its dot, in any case, such as `.md`
 * @returns the output that writes such files; undefined where none does
 */
export function reporterForExtension(extension: string): Reporter | undefined {
  const wanted = extension.toLowerCase();
  return reporters.find(({ extensions }) => extensions.includes(wanted));
}
