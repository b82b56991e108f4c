import { decodeText } from '../decode/byte-text.js';
import { HeimrError } from '../errors.js';
import type { ByteInput, Note, OptionalColumn, SamplesReading, StampConvention } from '../model/reading.js';
import { Kind } from '../model/sample-batch.js';
import { Pairs } from './jmeter-convention.js';
import { COLUMN_FIELDS, hasField, JmeterXmlScanner, REASON } from './jmeter-xml-scanner.js';
import type { Grade, OpenOptions, Parser } from './parser.js';
import { readHead, readSamplesFrom } from './sample-scanner.js';
import { spelled } from './trace-id-names.js';

/** Stamps and durations are cut to ms separately, µs. */
const SLACK_US = 1000;

/** Results of JMeter as XML. */
export const jmeterXml: Parser = {
  id: 'jmeter-xml',
  title: 'JMeter results, XML',
  docs: 'docs/parsers/jmeter-xml.md',
  granularity: 'samples',
  detect,
  open,
};

/** Each comment can be read in one way only: two ways each would be 2^n for n of them. */
const PROLOG = /^\ufeff?\s*(?:<\?[^>]*\?>\s*|<!--(?:(?!-->)[\s\S])*-->\s*|<!DOCTYPE[^>[]*>\s*)*<testResults[\s>/]/;

function detect(head: Uint8Array): Grade {
  return PROLOG.test(decodeText(head, 0, Math.min(head.length, 8192))) ? 'sure' : 'no';
}

async function open(input: ByteInput, { traceIdColumns, note }: OpenOptions): Promise<SamplesReading> {
  const names = spelled(traceIdColumns);
  const head = await readHead(input.chunks);
  const stamp = stampOf(new JmeterXmlScanner(false, names), head.bytes, head.final);
  return readSamplesFrom(input.name, head, {
    note,
    format: jmeterXml.id,
    scanner: () => new JmeterXmlScanner(stamp.meaning === 'end', names),
    facts: (scanner) => ({ columns: columnsOf(scanner), tool: { name: 'JMeter', version: null }, stamp, loadTool: null }),
    finished: (scanner) => noteAfter(input.name, scanner, stamp, note),
  });
}

/** Whether stamps are starts or ends, from the rows of the head; see jmeter-convention. */
function stampOf(scanner: JmeterXmlScanner, head: Uint8Array, final: boolean): StampConvention {
  const pairs = new Pairs(SLACK_US);
  const take = (): void => {
    const { batch } = scanner;
    while (scanner.next()) {
      for (let row = 0; row < batch.rows; row++) {
        if (batch.kind[row] !== Kind.request || (batch.weight[row] as number) > 1 || (batch.thread[row] as number) < 0) continue;
        const stamp = batch.timestamp[row] as number;
        const duration = (batch.latency[row] as number) * 1000;
        pairs.take(batch.thread[row] as number, stamp, duration, stamp - duration);
      }
    }
  };
  scanner.feed(head);
  take();
  if (final) {
    scanner.end();
    take();
  }
  const decided = pairs.decide();
  // In its statistical modes JMeter writes ends whatever its settings.
  return scanner.weighted > 0 ? { ...decided, meaning: 'end', basis: 'format' } : decided;
}

function columnsOf({ seen, seenUrl, users }: JmeterXmlScanner): ReadonlySet<OptionalColumn> {
  const columns = new Set<OptionalColumn>(['success', 'failureMessage', 'traceId', 'weight']);
  for (const [field, column] of COLUMN_FIELDS) if (hasField(seen, field)) columns.add(column);
  if (seenUrl) columns.add('url');
  if (users) columns.add('users');
  return columns;
}

function noteAfter(file: string, scanner: JmeterXmlScanner, stamp: StampConvention, note: Note): void {
  const { counts } = scanner.tally;
  if (counts.read > 0 && counts.read === counts.reasons[REASON.noStamp]) {
    throw new HeimrError(
      'unusable',
      `${file} has no time stamps: no request can be placed in time.`,
      'Save them: jmeter.save.saveservice.timestamp_format=ms and jmeter.save.saveservice.time=true.',
    );
  }
  if (counts.read > 0 && counts.read === counts.reasons[REASON.noElapsed]) {
    throw new HeimrError('unusable', `${file} has no durations: no figure can be made.`, 'Save them: jmeter.save.saveservice.time=true.');
  }
  if (scanner.unknownEncoding !== null) {
    note({
      id: 'unknown-encoding',
      level: 'warning',
      file,
      what: `The file says that its encoding is ${scanner.unknownEncoding}; it was read as UTF-8.`,
      why: 'That encoding is not known here. Figures are right; characters beyond ASCII in labels and messages may not be.',
      todo: `Convert it: iconv -f ${scanner.unknownEncoding} -t UTF-8.`,
    });
  }
  if (stamp.meaning === 'end') {
    note({
      id: 'end-stamps',
      level: 'info',
      file,
      what: 'The time stamps were read as the ends of requests; starts were calculated.',
      why:
        stamp.basis === 'format'
          ? 'Some samples stand for several requests. JMeter stamps the end of the last one then, whatever its settings.'
          : `As starts they would have ${stamp.againstStart} of ${stamp.pairs} requests begin before the one before them in the same thread had ended; as ends ${stamp.againstEnd}.`,
      todo: '',
    });
  }
  if (!scanner.rootClosed) {
    note({
      id: 'truncated',
      level: 'warning',
      file,
      what: 'The file has no end: </testResults> is missing.',
      why: 'JMeter was ended before it could close the file, or the file was copied before. All samples that are whole are counted.',
      todo: 'Use the whole file, if there is one.',
    });
  }
  if (scanner.unknown.size > 0) {
    const names = [...scanner.unknown].slice(0, 5).map(([name, count]) => `${name} (${count})`);
    note({
      id: 'unknown-elements',
      level: 'warning',
      file,
      what: `Elements that are no samples that Heimr knows were left out: ${names.join(', ')}.`,
      why: 'Plugins can write classes of their own. If they are requests, the figures miss them.',
      todo: 'Save the results as CSV, where every sample is a row.',
    });
  }
}
