/*
 * Enough of CommonMark and GFM to see what a viewer would make of a line: how a row splits into cells, and what text stands
 * outside code spans. Written from the specifications, apart from the code under test.
 */

/** Cells by the rule of cmark-gfm: a backslash takes the next character with it, so `\\|` ends a cell. */
export function cellsByPairs(line: string): string[] {
  return finish(line.match(/(?:\\[^\n]|[^|\\\n]|\\$)*\|?/g) ?? []);
}

/** Cells by the rule of markdown-it: a pipe right after a backslash never ends a cell. */
export function cellsByNeighbour(line: string): string[] {
  return finish(line.split(/(?<=(?<!\\)\|)/));
}

/** Takes the rims off. */
function finish(parts: string[]): string[] {
  const cells = parts.filter((part) => part !== '').map((part) => part.replace(/\|$/, ''));
  return cells.slice(1).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** @returns text outside code spans with escapes resolved, and the content of the code spans */
export function readInline(source: string): { text: string; markup: string; code: string[] } {
  let text = '';
  let markup = '';
  const code: string[] = [];
  for (let at = 0; at < source.length; ) {
    const rest = source.slice(at);
    const escaped = /^\\([!-/:-@[-`{-~])/.exec(rest);
    const run = /^`+/.exec(rest)?.[0];
    const close = run && new RegExp(`^${run}([^]*?[^\`])${run}(?!\`)`).exec(rest);
    if (escaped) {
      text += escaped[1];
      at += 2;
    } else if (close) {
      const inner = close[1];
      code.push(/^ .* $/s.test(inner) && inner.trim() !== '' ? inner.slice(1, -1) : inner);
      text += '\ufffc';
      markup += '\ufffc';
      at += close[0].length;
    } else {
      text += source[at];
      markup += source[at];
      at++;
    }
  }
  return { text, markup, code };
}
