import { printable } from '../input/printable.js';
import type { Analysis } from '../model/analysis.js';
import { cutToWidth, wrap } from '../reporters/document/display-width.js';
import { explanation } from '../reporters/document/explanation.js';
import { sentenceText } from '../reporters/document/terminal-text.js';

/** @returns the whole explanation for a terminal, the one section that a summary has only the beginning of */
export function explanationText(analysis: Analysis, width: number): string {
  const blocks = explanation(analysis).flatMap((section) => section.blocks);
  const lines = blocks.flatMap((block): string[] => {
    if (block.kind === 'paragraph') return ['', ...wrap(sentenceText(block.text), width)];
    if (block.kind === 'list')
      return block.items.flatMap((item) => wrap(sentenceText(item), width - 2).map((line, at) => `${at === 0 ? '- ' : '  '}${line}`));
    return [];
  });
  return `${[cutToWidth(printable(analysis.title), width), ...lines].join('\n')}\n`;
}
