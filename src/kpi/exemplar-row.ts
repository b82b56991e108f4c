import type { Exemplar } from '../model/analysis.js';
import type { SampleBatch } from '../model/sample-batch.js';

/** Longest message kept with an exemplar, characters. */
const MAX_MESSAGE = 300;

const NON_HTTP = 'Non HTTP response message: ';

/** Without JMeter's prefix, which takes the room of what matters. */
function shownMessage(message: string): string {
  return message.startsWith(NON_HTTP) ? message.slice(NON_HTTP.length) : message;
}

/** A row of a batch as a value of its own. */
export function exemplarOf(file: string, batch: SampleBatch, row: number): Exemplar {
  const failure = batch.text(row, 'failureMessage');
  const message = failure === '' ? shownMessage(batch.text(row, 'responseMessage')) : failure;
  const traceId = batch.text(row, 'traceId');
  const thread = batch.thread[row] as number;
  return {
    file,
    line: batch.line[row] as number,
    timestamp: (batch.timestamp[row] as number) / 1000,
    latency: batch.latency[row] as number,
    label: batch.labels.text(batch.label[row] as number),
    code: batch.codes.text(batch.code[row] as number),
    success: batch.success[row] === 1,
    message: message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message,
    thread: thread < 0 ? '' : batch.threads.text(thread),
    traceId: traceId === '' ? null : traceId,
  };
}
