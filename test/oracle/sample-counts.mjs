/*
 * Run by hand: node test/oracle/sample-counts.mjs <folder with the JMeter CSV samples> > test/oracle/sample-counts.json
 * Works out, character by character and without any code of src, what every row of the small real files is.
 * The samples stay outside the repository; only these numbers are committed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Columns of JMeter 2.x, which wrote no header. */
const HEADERLESS = ['timeStamp', 'elapsed', 'label', 'responseCode', 'responseMessage', 'threadName', 'dataType', 'success', 'bytes', 'Latency'];

/** Records of a CSV text: quotes doubled inside quotes, newlines allowed there; blank lines are no records. */
function records(text, delimiter) {
  const all = [];
  let record = [], field = '', quoted = false;
  const endField = () => { record.push(field); field = ''; };
  const endRecord = () => {
    endField();
    if (record.length > 1 || record[0] !== '') all.push(record);
    record = [];
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (c === '"' && field === '') quoted = true;
    else if (c === delimiter) endField();
    else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[i + 1] === '\n') i++;
      endRecord();
    } else field += c;
  }
  if (field !== '' || record.length > 0) endRecord();
  return all;
}

/** What becomes of each record of a file. */
function account(file) {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const delimiter = /^"?[\w-]+"?([^\w"])/.exec(text)?.[1] ?? ',';
  const table = records(text, delimiter);
  if (table.length === 0) return { refused: 'no sample' };
  const header = /^\d+$/.test(table[0][0]) ? HEADERLESS : table.shift();
  if (!header.includes('timeStamp') || !header.includes('elapsed')) return { refused: 'no timeStamp or elapsed' };
  const all = table.filter((record) => record.join() !== header.join()).map((record) => Object.fromEntries(header.map((name, i) => [name, record[i] ?? ''])));
  const read = all.length;
  const good = all.filter((row) => timeOf(row.timeStamp) !== null && /^\d+$/.test(row.elapsed));
  const rows = good.map((row) => ({ ...row, start: timeOf(row.timeStamp), end: timeOf(row.timeStamp) + Number(row.elapsed) }));
  const isTransaction = (row) => (row.responseMessage ?? '').startsWith('Number of samples in transaction');
  const requests = rows.filter((row) => !isTransaction(row) && !isSubResult(row, rows.filter((other) => !isTransaction(other))));
  const transactions = rows.filter(isTransaction).length;
  const counts = { read, counted: requests.length, excluded: rows.length - requests.length, rejected: read - rows.length };
  if (requests.length === 0) return { refused: 'no sample', ...counts };
  return {
    ...counts, transactions, errors: requests.filter((row) => row.success.toLowerCase() !== 'true').length,
    labels: [...new Set(requests.map((row) => row.label))].sort(),
  };
}

/** A stamp in ms, or null. Months that do not exist are no stamps. */
function timeOf(stamp) {
  if (/^\d{10,}$/.test(stamp)) return Number(stamp);
  const [, year, month, day, time] = /^(\d{4})[-/](\d\d)[-/](\d\d) ([\d:.]+)$/.exec(stamp) ?? [];
  return year && Number(month) <= 12 && Number(day) <= 31 ? Date.parse(`${year}-${month}-${day}T${time}Z`) : null;
}

/** `X-n` inside the time of an `X` of the same thread. */
function isSubResult(row, others) {
  const parent = /^(.*)-\d+$/.exec(row.label)?.[1];
  return parent !== undefined && others.some((other) => other.label === parent && other.threadName === row.threadName && other.start <= row.start && row.end <= other.end);
}

const folder = process.argv[2];
const files = readdirSync(folder).filter((name) => /\.(jtl|csv)$/.test(name)).sort();
console.log(JSON.stringify(Object.fromEntries(files.map((name) => [name, account(join(folder, name))])), null, 1));
