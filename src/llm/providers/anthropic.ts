import { type Ask, type AskHooks, type LanguageModel, ModelError, type Reply } from '../model.js';
import { eventData, jsonLine, Lines } from './event-stream.js';
import { callModel } from './http-call.js';
import { statusError } from './status-errors.js';
import type { WireOptions } from './wire.js';

/** Version of the API that the request is written for; sampling parameters are rejected under it, so none is sent. */
const VERSION = '2026-10-21';
/** Window that is assumed (tokens). */
const WINDOW = 200_000;
/** The provider's own address. */
export const ANTHROPIC_BASE = 'https://api.anthropic.com';

/** Anthropic's Messages with structured output. */
export function anthropic({ model, base, key, isLocal, silence, pause, window }: WireOptions): LanguageModel {
  const url = `${base.replace(/\/+$/, '')}/v1/messages`;
  const about = { provider: 'Anthropic', model, key: 'ANTHROPIC_API_KEY' };
  const assumedWindow = window ?? WINDOW;

  const body = ({ messages, schema, output }: Ask): string =>
    JSON.stringify({
      model,
      max_tokens: output * 2,
      stream: true,
      system: messages
        .filter(({ role }) => role === 'system')
        .map(({ content }) => content)
        .join('\n\n'),
      messages: messages.filter(({ role }) => role !== 'system'),
      output_config: { format: { type: 'json_schema', schema } },
    });

  return {
    provider: 'anthropic',
    name: model,
    host: new URL(base).origin,
    isLocal,
    assumedWindow,
    body,
    facts: async () => ({ window: assumedWindow, digest: null, thinks: false, runsAt: null }),
    ask: async (ask: Ask, hooks?: AskHooks): Promise<Reply> => {
      let raw = '';
      let text = '';
      let stop: string | null = null;
      let ended = false;
      let usage: Reply['usage'] = { input: null, output: null };
      const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
      const lines = new Lines((line) => {
        const data = eventData(line);
        if (data === null && !line.trim().startsWith('{')) return;
        const part = jsonLine(data ?? line, about.provider);
        if (part['type'] === 'error' || part['error'] !== undefined)
          throw statusError(/overloaded/.test(line) ? 529 : 500, data ?? line, about);
        const message = part['message'] as { usage?: Record<string, unknown> } | undefined;
        const delta = part['delta'] as { type?: unknown; text?: unknown; stop_reason?: unknown } | undefined;
        if (message?.usage !== undefined) usage = { ...usage, input: number(message.usage['input_tokens']) };
        if (delta?.type === 'text_delta' && typeof delta.text === 'string') text += delta.text;
        if (typeof delta?.stop_reason === 'string') stop = delta.stop_reason;
        const counted = part['usage'] as Record<string, unknown> | undefined;
        if (part['type'] === 'message_delta' && counted !== undefined) usage = { ...usage, output: number(counted['output_tokens']) };
        if (part['type'] === 'message_stop') ended = true;
        hooks?.onText?.(text.length);
      });
      const headers = { 'anthropic-version': VERSION, ...(key === null ? {} : { 'x-api-key': key }) };
      await callModel({ url, headers, body: body(ask), about, silence, pause, onWait: hooks?.onWait }, (piece) => {
        raw += piece;
        lines.add(piece);
      });
      lines.end();
      if (raw.trim() === '') throw new ModelError('garbage', 'Anthropic answered with nothing.', 'Check the base address.');
      if (stop === 'refusal') throw new ModelError('refusal', 'Anthropic refuses to answer.', 'Try another model.');
      if (stop === 'model_context_window_exceeded')
        throw new ModelError('overflow', `The prompt does not fit into the window of ${model}.`, 'Use a model with a larger window.');
      if (!ended) throw new ModelError('garbage', 'Anthropic ended the answer before it was complete.', 'Try again.');
      return { text, usage, finish: stop === 'max_tokens' ? 'length' : 'stop', raw };
    },
  };
}
