import type { LogLevel } from '../model/telemetry.js';
import type { LogFields } from './log-fields.js';

/** Spellings of levels, in lower case: syslog, java.util.logging, Python, zap, pino and bunyan (numbers), OpenTelemetry. */
const SPELLINGS: ReadonlyMap<string, LogLevel> = new Map<string, LogLevel>([
  ...spell('trace', 'trace finest finer verbose trc 10'),
  ...spell('debug', 'debug fine dbg dbug config debug1 debug2 debug3 debug4 debug5 20'),
  ...spell('info', 'info information informational notice inf i 30'),
  ...spell('warn', 'warn warning wrn w 40'),
  ...spell('error', 'error err eror severe e 50'),
  ...spell('critical', 'critical crit alert'),
  ...spell('fatal', 'fatal panic emerg emergency dpanic f 60'),
]);

function spell(level: LogLevel, words: string): [string, LogLevel][] {
  return words.split(' ').map((word) => [word, level]);
}

/** Names under which labels, metadata and fields carry a level, most telling first. */
const NAMES = [
  'detected_level',
  'level',
  'severity',
  'severity_text',
  'severityText',
  'loglevel',
  'log_level',
  'log.level',
  'lvl',
  'levelname',
  '@level',
];
/** Far enough for a time, a thread and a logger to stand before the level. */
const HEAD = 120;
/** A level as a word of its own in capitals, or in brackets. */
const IN_TEXT =
  /(?:^|[\s[(|<"])(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|CRITICAL|CRIT|ALERT|EMERG|FATAL|PANIC)(?=$|[\s\])|>:",])|\[(trace|debug|info|notice|warn|warning|error|crit|critical|alert|emerg|fatal|panic)\]/;
/** klog of Kubernetes: `E1122 09:05:44.189 …`. */
const KLOG = /^([IWEF])\d{4} \d\d:\d\d:/;

/** Last words of Go. */
const CRASH = /^(panic|fatal)(?: error)?: /;

/** A level by its name; null where it is none. */
export function levelNamed(name: string): LogLevel | null {
  return SPELLINGS.get(name.trim().toLowerCase()) ?? null;
}

/**
 * Level of a line: Loki's own `detected_level` first, then a label, a field, the text.
 * @returns `unknown` where nothing says it. Messages of PostgreSQL's `LOG:` have none: they are what an operator asked to be told, good or bad.
 */
export function levelOf(
  labels: Readonly<Record<string, string>>,
  metadata: Readonly<Record<string, string>>,
  fields: LogFields | null,
  text: string,
): LogLevel {
  for (const source of [metadata, labels]) {
    for (const name of NAMES) {
      const value = source[name];
      const level = value === undefined ? null : levelNamed(value);
      if (level !== null) return level;
    }
  }
  if (fields !== null) {
    for (const name of NAMES) {
      const value = fields.get(name);
      const level = value === undefined ? null : levelNamed(value);
      if (level !== null) return level;
    }
    return 'unknown';
  }
  const head = text.length > HEAD ? text.slice(0, HEAD) : text;
  const word = IN_TEXT.exec(head);
  return levelNamed(word?.[1] ?? word?.[2] ?? KLOG.exec(head)?.[1] ?? CRASH.exec(head)?.[1] ?? '') ?? 'unknown';
}
