/** Markdown for places that hold only so much: whole parts are left out, never half of one, and that is said. */

/** A part of a report. */
export interface MarkdownPart {
  /** Section that it belongs to; empty for what stands before all sections. */
  section: string;
  /** Markdown, with the section's heading where it is the first of it. */
  text: string;
}

/** Bytes that the line about what was left out may take: names of all sections. */
const NOTE = 2000;

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/**
 * Puts parts together, in their order. One that does not fit is left out; smaller ones after it may still have room.
 * @param end what stands last, whatever was left out
 * @param limit bytes of the result (UTF-8) at most; no limit without it
 * @returns Markdown that ends with a line feed
 */
export function joinParts(parts: readonly MarkdownPart[], end: readonly string[], limit = Number.POSITIVE_INFINITY): string {
  let room = limit - NOTE - bytesOf(end.join('\n\n')) - 4;
  const whole = limit === Number.POSITIVE_INFINITY || parts.reduce((sum, { text }) => sum + bytesOf(text) + 2, 0) <= room;
  const shown: string[] = [];
  const cut = new Set<string>();
  for (const { section, text } of parts) {
    const size = whole ? 0 : bytesOf(text) + 2;
    if (size > room) cut.add(section === '' ? 'the beginning' : section);
    else {
      room -= size;
      shown.push(text);
    }
  }
  return `${[...shown, ...(cut.size === 0 ? [] : [note([...cut], limit)]), ...end].join('\n\n')}\n`;
}

function note(cut: readonly string[], limit: number): string {
  const size = limit >= 1 << 20 ? `${Math.floor(limit / 1048576)} MiB` : `${Math.floor(limit / 1024)} KiB`;
  return `> **Cut.** There is room for ${size} here, so these are not whole: ${cut.join(', ')}. The report itself (\`-o report.md\`) has everything.`;
}
