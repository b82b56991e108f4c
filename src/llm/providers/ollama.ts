import { type Ask, type AskHooks, type LanguageModel, ModelError, type ModelFacts, type Reply } from '../model.js';
import { jsonLine, Lines } from './event-stream.js';
import { callModel } from './http-call.js';
import { statusError } from './status-errors.js';
import type { WireOptions } from './wire.js';

/** Window that is asked for: one value a run, since another makes the server load the model anew (tokens). */
const WINDOW = 8192;
const THINKING_WINDOW = 16_384;

/**
 * Ollama by its native API: `/v1` has no `num_ctx`, and without it the server takes 4096 on most machines and cuts the start of a longer prompt off,
 * with status 200. `truncate` and `shift` make newer servers refuse instead; older ones ignore them, so the count of tokens is checked afterwards.
 */
export function ollama({ model, base, isLocal, silence, pause, fetchFacts = true, window: known }: WireOptions): LanguageModel {
  const url = new URL(base);
  const about = { provider: 'Ollama', model, key: 'OLLAMA_HOST', pull: `ollama pull ${model}` };
  let thinks = false;
  const post = (path: string, body: string, onPiece: (text: string) => void, hooks?: AskHooks): Promise<void> =>
    callModel({ url: new URL(path, url).href, headers: {}, body, about, silence, pause, onWait: hooks?.onWait }, onPiece);

  const body = ({ messages, schema, window, output }: Ask): string =>
    JSON.stringify({
      model,
      messages,
      stream: true,
      format: schema,
      truncate: false,
      shift: false,
      ...(thinks ? {} : { think: false }),
      options: { num_ctx: window, num_predict: output, temperature: 0, seed: 42 },
    });

  return {
    provider: 'ollama',
    name: model,
    host: url.origin,
    isLocal,
    assumedWindow: known ?? WINDOW,
    body,
    facts: async (): Promise<ModelFacts> => {
      if (!fetchFacts) return { window: known ?? WINDOW, digest: null, thinks: false, runsAt: null };
      let text = '';
      await post('/api/show', JSON.stringify({ model }), (piece) => {
        text += piece;
      });
      const shown = jsonLine(text, 'Ollama');
      const facts = factsOf(shown, known);
      thinks = facts.thinks;
      return facts;
    },
    ask: async (ask: Ask, hooks?: AskHooks): Promise<Reply> => {
      let raw = '';
      let text = '';
      let thought = 0;
      let last: Record<string, unknown> | null = null;
      const lines = new Lines((line) => {
        if (line.trim() === '') return;
        const part = jsonLine(line, 'Ollama');
        // An error in the middle of a stream comes with status 200.
        if (typeof part['error'] === 'string') throw statusError(/context|prompt is longer/i.test(part['error']) ? 400 : 500, line, about);
        const message = part['message'] as { content?: unknown; thinking?: unknown } | undefined;
        if (typeof message?.content === 'string') text += message.content;
        if (typeof message?.thinking === 'string') thought += message.thinking.length;
        hooks?.onText?.(text.length + thought);
        if (part['done'] === true) last = part;
      });
      await post(
        '/api/chat',
        body(ask),
        (piece) => {
          raw += piece;
          lines.add(piece);
        },
        hooks,
      );
      lines.end();
      // A stream that just stops was cut, or the server gave up on a model that repeats itself.
      const end = last as Record<string, unknown> | null;
      if (end === null) throw new ModelError('garbage', 'Ollama ended the answer before it was complete.', 'Try again, or another model.');
      const reason = end['done_reason'];
      if (text.trim() === '' && reason === 'length')
        throw new ModelError(
          'length',
          'The model used all its room for thinking and wrote no answer.',
          'Use a model that thinks less, or a larger window.',
        );
      const count = (name: string): number | null => (typeof end[name] === 'number' ? (end[name] as number) : null);
      return {
        text,
        usage: { input: count('prompt_eval_count'), output: count('eval_count') },
        finish: reason === 'length' ? 'length' : 'stop',
        raw,
      };
    },
  };
}

/** What `/api/show` says: window that it was trained for, whether it thinks, whether it runs elsewhere. */
function factsOf(shown: Record<string, unknown>, known: number | undefined): ModelFacts {
  const info = (shown['model_info'] ?? {}) as Record<string, unknown>;
  const trained = Object.entries(info).find(([name, value]) => name.endsWith('.context_length') && typeof value === 'number')?.[1] as
    | number
    | undefined;
  const capabilities = Array.isArray(shown['capabilities']) ? shown['capabilities'] : [];
  const thinks = capabilities.includes('thinking');
  const remote = shown['remote_host'];
  const wanted = known ?? (thinks ? THINKING_WINDOW : WINDOW);
  return {
    window: trained === undefined ? wanted : Math.min(wanted, trained),
    digest: typeof shown['digest'] === 'string' ? shown['digest'] : null,
    thinks,
    runsAt: typeof remote === 'string' && remote !== '' ? remote : null,
  };
}
