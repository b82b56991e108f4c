/** Longest statement that is kept, characters. */
const MAX_STATEMENT = 400;
/** Longest part of a statement that is read: a batch insert may be megabytes. */
const MAX_READ = 8_000;
/** Longest name of a member of a document, quotes and colon too; a longer one is data. */
const MAX_NAME = 60;
/** Systems whose statements are a command and its arguments. */
const COMMANDS = /^(?:redis|valkey|memcached|dragonfly)$/;
/** Systems in which double quotes hold a text, not a name. */
const DOUBLE_QUOTED_TEXT = /^(?:mysql|mariadb|clickhouse|cassandra|sqlite)$/;

/**
 * A statement without what makes one call differ from the next: literals, comments, lengths of lists. What is left says what was asked, never
 * about whom.
 * @param text as in `db.query.text`
 * @param system `db.system.name`, in lower case; empty where unknown
 */
export function statementOf(text: string, system: string): string {
  const known = last.get(text);
  if (known !== undefined && known.system === system) return known.statement;
  const statement = normalised(text.slice(0, MAX_READ), system);
  if (last.size >= MAX_KNOWN) last.clear();
  if (text.length <= MAX_READ) last.set(text, { system, statement });
  return statement;
}

/** Statements seen last: a system has a few, and sends them thousands of times. */
const last = new Map<string, { system: string; statement: string }>();
const MAX_KNOWN = 500;

function normalised(read: string, system: string): string {
  if (COMMANDS.test(system)) return cut(commandOf(read));
  if (/^\s*[[{]/.test(read)) return cut(documentOf(read));
  return cut(sqlOf(read, DOUBLE_QUOTED_TEXT.test(system)));
}

function commandOf(text: string): string {
  const [command = '', rest] = text.trim().split(/\s+/, 2);
  const clean = command.replace(/[^A-Za-z0-9_.]/g, '').slice(0, 40);
  return rest === undefined ? clean : `${clean} ?`;
}

/** A statement that is a document: names of members stay, values go. */
function documentOf(text: string): string {
  return text
    .replace(/"(?:[^"\\]|\\[\s\S])*(?:"|$)(\s*:)?|'(?:[^'\\]|\\[\s\S])*(?:'|$)(\s*:)?/g, (token, a?: string, b?: string) =>
      (a ?? b) === undefined || token.length > MAX_NAME ? '?' : token,
    )
    .replace(/([[:,]\s*)(?:-?\d[\w.+-]*|true|false|null)/g, '$1?')
    .replace(/\[\s*\?(?:\s*,\s*\?)*\s*\]/g, '[?]')
    .replace(/\s+/g, ' ')
    .trim();
}

// One pass, so that a quote in a comment, or a comment mark in a text, is what it is.
const SQL =
  /\/\*[\s\S]*?(?:\*\/|$)|--[^\n]*|\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\1\$|$)|[ebxn]?'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|`[^`]*`|::|[$:@]\w+|\b0x[0-9a-f]+\b|(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?\b|[a-z_][\w$]*/gi;

function sqlOf(text: string, doubleQuotedText: boolean): string {
  // Whether a backslash hides a quote depends on the system and its settings: a literal with one is read no further, nor what follows it.
  const hidden = text.search(/\\['"]/);
  const read = hidden < 0 ? text : text.slice(0, hidden);
  return read
    .replace(SQL, (token) => {
      const first = token[0] as string;
      if (token.startsWith('/*') || token.startsWith('--')) return ' ';
      if (first === '"') return doubleQuotedText || !/^"[\w$. -]{1,63}"$/.test(token) ? '?' : token;
      if (first === '`' || token === '::') return token;
      if (token.includes("'") || /[-$:@\d]/.test(first)) return '?';
      return /^(?:true|false)$/i.test(token) ? '?' : token;
    })
    .replace(/\?::\s*\w+(?:\[\])?/g, '?')
    .replace(/\(\s*\?(?:\s*,\s*\?)*\s*\)/g, '(?)')
    .replace(/\(\?\)(?:\s*,\s*\(\?\))+/g, '(?)')
    .replace(/\s+/g, ' ')
    .replace(/\s*;\s*$/, '')
    .trim();
}

function cut(text: string): string {
  return text.length > MAX_STATEMENT ? `${text.slice(0, MAX_STATEMENT)}…` : text;
}
