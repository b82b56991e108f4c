import { type Ask, type AskHooks, type LanguageModel, ModelError, type Reply } from '../model.js';
import { eventData, jsonLine, Lines } from './event-stream.js';
import { callModel } from './http-call.js';
import { statusError } from './status-errors.js';
import type { WireOptions } from './wire.js';

/** Windows that are assumed: of today's models at the provider itself, and of small models behind compatible servers (tokens). */
const WINDOW = 128_000;
const COMPATIBLE_WINDOW = 8192;
/** The provider's own address. */
export const OPENAI_BASE = 'https://api.openai.com/v1';

/** Ways to ask for JSON, from the strictest on. Compatible servers do not have them all. */
const FORMATS = ['schema', 'object', 'none'] as const;

/**
 * OpenAI's Chat Completions, which compatible servers (llama.cpp, vLLM, LM Studio, LiteLLM) speak as well. Sampling parameters are not sent: reasoning
 * models reject them. A compatible server that names a parameter it does not know gets the request once more without it.
 */
export function openai({ model, base, key, isLocal, silence, pause, window }: WireOptions): LanguageModel {
  const isOwn = base.replace(/\/+$/, '') === OPENAI_BASE;
  const url = `${base.replace(/\/+$/, '')}/chat/completions`;
  const about = { provider: isOwn ? 'OpenAI' : 'The server', model, key: 'OPENAI_API_KEY' };
  const assumedWindow = window ?? (isOwn ? WINDOW : COMPATIBLE_WINDOW);
  let format = 0;

  const body = ({ messages, schema, output }: Ask): string =>
    JSON.stringify({
      model,
      messages,
      stream: true,
      stream_options: { include_usage: true },
      // The provider counts reasoning in it and has dropped max_tokens; older compatible servers know only that.
      ...(isOwn ? { max_completion_tokens: output * 4, store: false } : { max_tokens: output }),
      ...(FORMATS[format] === 'schema'
        ? { response_format: { type: 'json_schema', json_schema: { name: 'explanation', schema, strict: true } } }
        : FORMATS[format] === 'object'
          ? { response_format: { type: 'json_object' } }
          : {}),
    });

  const once = async (ask: Ask, hooks?: AskHooks): Promise<Reply> => {
    let raw = '';
    let text = '';
    let refusal = '';
    let finish: string | null = null;
    let ended = false;
    let usage: Reply['usage'] = { input: null, output: null };
    const lines = new Lines((line) => {
      const data = eventData(line);
      if (data === null) {
        // A server that does not stream answers with one object, an error in the middle may come without "data:".
        if (line.trim().startsWith('{')) take(jsonLine(line, about.provider));
        return;
      }
      if (data === '[DONE]') ended = true;
      else take(jsonLine(data, about.provider));
    });
    const take = (part: Record<string, unknown>): void => {
      if (part['error'] !== undefined && part['error'] !== null) throw statusError(500, JSON.stringify(part), about);
      const [choice] = (Array.isArray(part['choices']) ? part['choices'] : []) as {
        delta?: Record<string, unknown>;
        message?: Record<string, unknown>;
        finish_reason?: unknown;
      }[];
      const piece = choice?.delta ?? choice?.message;
      if (typeof piece?.['content'] === 'string') text += piece['content'];
      if (typeof piece?.['refusal'] === 'string') refusal += piece['refusal'];
      if (typeof choice?.finish_reason === 'string') finish = choice.finish_reason;
      const counted = part['usage'] as { prompt_tokens?: unknown; completion_tokens?: unknown } | null | undefined;
      const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
      if (counted) usage = { input: number(counted.prompt_tokens), output: number(counted.completion_tokens) };
      hooks?.onText?.(text.length);
    };
    const headers = key === null ? {} : { authorization: `Bearer ${key}` };
    await callModel({ url, headers, body: body(ask), about, silence, pause, onWait: hooks?.onWait }, (piece) => {
      raw += piece;
      lines.add(piece);
    });
    lines.end();
    if (raw.trim() === '') throw new ModelError('garbage', `${about.provider} answered with nothing.`, 'Check the base address.');
    if (refusal !== '' || finish === 'content_filter')
      throw new ModelError('refusal', `${about.provider} refuses to answer.`, 'Try another model.');
    if (finish === null && !ended)
      throw new ModelError('garbage', `${about.provider} ended the answer before it was complete.`, 'Try again.');
    return { text, usage, finish: finish === 'length' ? 'length' : 'stop', raw };
  };

  return {
    provider: 'openai',
    name: model,
    host: new URL(base).origin,
    isLocal,
    assumedWindow,
    body,
    facts: async () => ({ window: assumedWindow, digest: null, thinks: false, runsAt: null }),
    ask: async (ask, hooks) => {
      for (;;) {
        try {
          return await once(ask, hooks);
        } catch (error) {
          const isFormat =
            error instanceof ModelError &&
            error.fault === 'rejected' &&
            /response_format|json_schema|schema|structured|unsupported|unknown|unrecognized|extra/i.test(error.message);
          if (!isFormat || format >= FORMATS.length - 1) throw error;
          format++;
        }
      }
    },
  };
}
