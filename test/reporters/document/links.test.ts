import { describe, expect, it } from 'vitest';
import { markdownText } from '../../../src/reporters/document/markdown-text.js';
import { cellText, sentenceText } from '../../../src/reporters/document/terminal-text.js';
import { leadTo } from '../../../src/reporters/document/tree.js';
import { webAddress } from '../../../src/reporters/document/web-address.js';
import { markdown } from '../../../src/reporters/markdown.js';
import { terminal } from '../../../src/reporters/terminal.js';
import { fullAnalysis } from '../variants.js';

const ADDRESS = 'https://grafana.example/explore?schemaVersion=1&panes=%7B%22heimr%22%3A1%7D';

describe('links in a report', () => {
  it.each([
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    ' data:text/html,x',
    'file:///etc/passwd',
    'https://ann:pass@grafana.example/',
    'grafana.example',
    '//grafana.example',
    '',
    `https://a.example/${'x'.repeat(2000)}`,
  ])('%j leads nowhere', (text) => {
    expect(webAddress(text)).toBeNull();
    expect(leadTo('Look', text)).toEqual([]);
  });

  it('hold no letter that ends them or is markup, and lead to the same place', () => {
    const hostile = 'https://a.example/x)(<>"\'`*_[]|\\^{}$;~!\u202e é\n?q=a)b;c#d)e';
    const plain = webAddress(hostile) as string;
    expect(plain).toMatch(/^[\w:/?#@%&=+,.~-]+$/);
    const [a, b] = [new URL(hostile), new URL(plain)];
    expect([b.host, decodeURIComponent(b.pathname), b.searchParams.get('q')]).toEqual([
      a.host,
      decodeURIComponent(a.pathname),
      a.searchParams.get('q'),
    ]);
    expect(webAddress(plain)).toBe(plain);
    expect(webAddress('http://[::1]:3000/a')).toBe('http://[::1]:3000/a');
  });

  it('stand in Markdown with their host, and not at all in a terminal', () => {
    const text = ['For: it rose', ...leadTo('Look at it in Grafana', ADDRESS)];
    expect(markdownText(text)).toBe(`For: it rose [Look at it in Grafana (\`grafana.example\`)](${ADDRESS})`);
    expect([cellText(text), sentenceText(text)].map((line) => line.trim())).toEqual(['For: it rose', 'For: it rose']);
  });

  it('are those of the evidence', () => {
    const analysis = fullAnalysis();
    for (const one of analysis.evidence) one.link = ADDRESS;
    expect(markdown.render(analysis)).toContain(`](${ADDRESS})`);
    expect(terminal.render(analysis)).not.toMatch(/Grafana|explore/);
  });
});
