import { afterEach, describe, expect, test } from 'vitest';
import { type ExplainOptions, explainAnalysis, replayExplanation } from '../../src/explain.js';
import type { Analysis } from '../../src/model/analysis.js';
import { FakeProvider, type Got, type ProviderName, type Scripted, STREAMS } from './fake-provider.js';
import { withCause } from './found-run.js';

/* Each wire against a server that answers as its provider does, well and badly. Whatever it answers, an analysis with an explanation comes back. */

const GOOD = JSON.stringify({
  assessment: 'The pool filled up first.',
  outcome: 'explained',
  causes: [{ cause: 'C1', evidence: ['E1', 'E2'], chain: ['E1', 'E2', 'F1'] }],
  claims: [
    { part: 'happened', text: 'Answers of "POST /checkout" took {{F1.p50_during}} instead of {{F1.p50_before}}.', evidence: ['F1'] },
    {
      part: 'cause',
      text: 'The connections of "orders" ran out: {{E1.connections_in_use_during}} of {{E1.connections_at_most}} were in use.',
      evidence: ['C1', 'E1'],
    },
    { part: 'against', text: '4 of 5 endpoints show no such rise.', evidence: ['X1'] },
  ],
});
const WRONG = JSON.stringify({ answer: 'The pool is full.', confidence: 0.9 });

let fake: FakeProvider | undefined;
afterEach(async () => {
  await fake?.stop();
  fake = undefined;
});

const isShow = ({ path }: Got): boolean => path === '/api/show';
const SHOWN: Scripted = { pieces: [JSON.stringify({ capabilities: ['completion'], model_info: { 'qwen3.context_length': 40_960 } })] };
const pathOf: Record<ProviderName, string> = { ollama: '/api/chat', openai: '/v1/chat/completions', anthropic: '/v1/messages' };

/** Asks; the n-th request that is no `/api/show` gets the n-th script, the last one for all that follow. */
async function asked(provider: ProviderName, scripts: readonly Scripted[], more: Partial<ExplainOptions> = {}) {
  let number = 0;
  fake = await FakeProvider.start((got) => (isShow(got) ? SHOWN : (scripts[Math.min(number++, scripts.length - 1)] as Scripted)));
  const waits: number[] = [];
  const base = provider === 'openai' ? `${fake.base}/v1` : fake.base;
  const options: ExplainOptions = { provider, model: 'm', base, key: 'the-key', silence: 400, onWait: (ms) => waits.push(ms), ...more };
  const { analysis, audit } = await explainAnalysis(withCause(), options);
  return { analysis, audit, explanation: explained(analysis), waits, got: fake.got.filter((one) => !isShow(one)) };
}

function explained({ explanation }: Analysis) {
  if (explanation === null) throw new Error('no explanation');
  return explanation;
}

const good = (provider: ProviderName, more = {}): Scripted => ({ pieces: STREAMS[provider](GOOD, more) });
const error = (status: number, body: unknown, headers = {}): Scripted => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  pieces: [JSON.stringify(body)],
});

describe.each(['ollama', 'openai', 'anthropic'] as const)('%s', (provider) => {
  test('success: the stream is put together, checked, and shown with its figures', async () => {
    const { explanation, got, audit } = await asked(provider, [good(provider)]);
    expect(explanation).toMatchObject({ source: provider, model: 'm', confidence: 0.91, note: '' });
    const texts = explanation.claims.map(({ text }) => text);
    expect(texts).toContain('Answers of "POST /checkout" took 2,412 ms instead of 131 ms.');
    expect(texts).toContain('The connections of "orders" ran out: 8 connections of 8 connections were in use.');
    expect(got).toHaveLength(1);
    expect(got[0]?.path).toBe(pathOf[provider]);
    expect(audit.exchanges).toHaveLength(1);
    expect(JSON.stringify(audit)).not.toContain('the-key');
  });

  test('a stream in single characters is the same', async () => {
    const { explanation } = await asked(provider, [{ pieces: STREAMS[provider](GOOD).join('').split('') }]);
    expect(explanation.source).toBe(provider);
  });

  test('thinking is no part of the answer', async () => {
    const { explanation } = await asked(provider, [good(provider, { thinking: 'Okay, so the user wants secrets of the universe.' })]);
    expect(explanation.source).toBe(provider);
    expect(JSON.stringify(explanation)).not.toContain('universe');
  });

  test('what was recorded is replayed to the same words, with the server gone', async () => {
    const { explanation, audit } = await asked(provider, [good(provider)]);
    await fake?.stop();
    fake = undefined;
    expect(explained(await replayExplanation(withCause(), JSON.parse(JSON.stringify(audit))))).toEqual(explanation);
  });

  test('a wrong schema gets one repair call, with the errors', async () => {
    const { explanation, got } = await asked(provider, [{ pieces: STREAMS[provider](WRONG) }, good(provider)]);
    expect(explanation.source).toBe(provider);
    expect(got).toHaveLength(2);
    expect(JSON.stringify(got[1]?.body)).toContain('found mistakes');
  });

  test('a second wrong answer gets no third call: plain words, and why', async () => {
    const { explanation, got } = await asked(provider, [{ pieces: STREAMS[provider](WRONG) }]);
    expect(explanation.source).toBe('plain-words');
    expect(explanation.note).toContain('cannot be used');
    expect(got).toHaveLength(2);
  });

  test.each<[string, Scripted, RegExp, number]>([
    ['400', error(400, { error: { message: 'no such thing' } }), /does not accept the request \(400\)/, 1],
    ['401', error(401, { error: { type: 'authentication_error', message: 'invalid x-api-key the-key' } }), /refuses the key/, 1],
    ['403', error(403, { error: { message: 'forbidden' } }), /refuses the key/, 1],
    ['404', error(404, { error: { message: 'model not found' } }), /has no model m/, 1],
    ['429', error(429, { error: { message: 'slow down' } }, { 'retry-after': '0' }), /no more requests for now/, 3],
    ['500', error(500, { error: { message: 'oh' } }, { 'retry-after': '0' }), /cannot answer now \(500\)/, 3],
    ['503', error(503, { error: { message: 'busy' } }, { 'retry-after': '0' }), /cannot answer now \(503\)/, 3],
    [
      '529',
      error(529, { error: { type: 'overloaded_error', message: 'Overloaded' } }, { 'retry-after-ms': '1' }),
      /cannot answer now \(529\)/,
      3,
    ],
    [
      'no money',
      error(429, {
        error: { code: 'insufficient_quota', message: 'You exceeded your current quota, please check your plan and billing details.' },
      }),
      /no credit left/,
      1,
    ],
    ['402', error(402, { error: { type: 'billing_error', message: 'pay' } }), /no credit left/, 1],
    ['a redirect', { status: 307, headers: { location: 'http://127.0.0.1:9/elsewhere' } }, /redirects to another address/, 1],
    ['nothing at all', { pieces: [] }, /answered with nothing|before it was complete/, 1],
    [
      'a web page',
      { headers: { 'content-type': 'text/html' }, pieces: ['<html><body>Welcome to nginx!</body></html>\n'] },
      /not its protocol|before it was complete/,
      1,
    ],
    ['garbage in the stream', { pieces: ['data: {"broken\n\n', '{"broken\n'] }, /not its protocol/, 1],
    ['silence before the first byte', { pieces: [], end: 'never' }, /said nothing for/, 1],
    [
      'a connection that breaks',
      { pieces: STREAMS[provider](GOOD).slice(0, 5), end: 'cut' },
      /cannot be reached: the connection broke|before it was complete/,
      1,
    ],
    ['a stream that stops', { pieces: STREAMS[provider](GOOD).slice(0, 5) }, /before it was complete/, 1],
    ['silence in the middle', { pieces: STREAMS[provider](GOOD).slice(0, 5), end: 'never' }, /said nothing for/, 1],
    ['an empty answer', { pieces: STREAMS[provider]('') }, /The answer is empty/, 1],
    ['a flood', { pieces: [`${'x'.repeat(2 ** 21)}`] }, /line without end|larger than/, 1],
  ])('%s: plain words, a note that says why, and no more calls than make sense', async (_, script, note, calls) => {
    const { explanation, got } = await asked(provider, [script]);
    expect(explanation.source).toBe('plain-words');
    expect(explanation.note).toMatch(note);
    expect(explanation.note).not.toContain('the-key');
    expect(explanation.claims.length).toBeGreaterThan(3);
    expect(got).toHaveLength(calls);
  });

  test('an answer that was cut off is repaired once', async () => {
    const { explanation, got } = await asked(provider, [
      { pieces: STREAMS[provider](GOOD.slice(0, 200), { reason: 'length' }) },
      good(provider),
    ]);
    expect(explanation.source).toBe(provider);
    expect(JSON.stringify(got[1]?.body)).toContain('fewer and shorter claims');
  });

  test('waits as long as the server says, then goes on', async () => {
    const { explanation, waits } = await asked(provider, [
      error(429, { error: { message: 'wait' } }, { 'retry-after-ms': '7' }),
      good(provider),
    ]);
    expect(explanation.source).toBe(provider);
    expect(waits).toEqual([7]);
  });

  test('a wait of minutes is not waited for', async () => {
    const { explanation, got } = await asked(provider, [error(429, { error: { message: 'wait' } }, { 'retry-after': '600' })]);
    expect(explanation.source).toBe('plain-words');
    expect(got).toHaveLength(1);
  });

  test('x-should-retry: false is obeyed', async () => {
    const { got } = await asked(provider, [error(503, { error: { message: 'no' } }, { 'x-should-retry': 'false' })]);
    expect(got).toHaveLength(1);
  });

  test('a prompt that does not fit is made smaller, once', async () => {
    const overflow = error(400, {
      error: { message: "This model's maximum context length is 1200 tokens. However, you requested 2400 tokens." },
    });
    const { explanation, got } = await asked(provider, [overflow, good(provider)]);
    expect(explanation.source).toBe(provider);
    expect(JSON.stringify(got[1]?.body).length).toBeLessThan(JSON.stringify(got[0]?.body).length);
    const again = await (async () => {
      await fake?.stop();
      return asked(provider, [overflow]);
    })();
    expect(again.explanation.note).toContain('does not fit');
    expect(again.got).toHaveLength(2);
  });

  test('a slow model that keeps talking is waited for', async () => {
    const { explanation } = await asked(provider, [{ pieces: STREAMS[provider](GOOD), pause: 40 }], { silence: 300 });
    expect(explanation.source).toBe(provider);
  });

  test('nothing goes to another host without consent, whatever key there is', async () => {
    const { analysis, audit } = await explainAnalysis(withCause(), {
      provider,
      model: 'm',
      base: 'http://models.example.invalid',
      key: 'the-key',
    });
    expect(explained(analysis).note).toContain('Nothing was sent');
    expect(audit.exchanges).toEqual([]);
  });

  test('nobody there', async () => {
    const { analysis } = await explainAnalysis(withCause(), { provider, model: 'm', base: 'http://127.0.0.1:9', key: 'k' });
    expect(explained(analysis).note).toContain('cannot be reached');
  });
});

describe('what is sent', () => {
  test('Ollama: window, guards against silent truncation, no sampling; thinking off where there is none', async () => {
    const { got } = await asked('ollama', [good('ollama')]);
    expect(got[0]?.body).toMatchObject({
      stream: true,
      truncate: false,
      shift: false,
      think: false,
      options: { num_ctx: 8192, temperature: 0, seed: 42 },
    });
    expect(got[0]?.body).toHaveProperty('format.properties.causes');
  });

  test('Ollama: a model that thinks gets a larger window and is not told not to', async () => {
    fake = await FakeProvider.start((got) =>
      isShow(got)
        ? { pieces: [JSON.stringify({ capabilities: ['thinking'], model_info: { 'x.context_length': 131_072 } })] }
        : good('ollama'),
    );
    await explainAnalysis(withCause(), { provider: 'ollama', model: 'm', base: fake.base });
    const body = fake.got.find(({ path }) => path === '/api/chat')?.body;
    expect(body).not.toHaveProperty('think');
    expect(body).toMatchObject({ options: { num_ctx: 16_384 } });
  });

  test('Ollama: a model that runs elsewhere gets nothing', async () => {
    fake = await FakeProvider.start(() => ({ pieces: [JSON.stringify({ remote_host: 'https://ollama.com', remote_model: 'm' })] }));
    const { analysis } = await explainAnalysis(withCause(), { provider: 'ollama', model: 'm', base: fake.base });
    expect(explained(analysis).note).toContain('runs at https://ollama.com');
    expect(fake.got.map(({ path }) => path)).toEqual(['/api/show']);
  });

  test('Ollama: a prompt that the server cut is noticed by its count, and sent smaller', async () => {
    const { explanation, got } = await asked('ollama', [good('ollama', { input: 300 }), good('ollama', { input: 300 })]);
    expect(got).toHaveLength(2);
    expect(explanation.note).toContain('cut the prompt off');
  });

  test('Ollama: an error in the middle of the stream', async () => {
    const { explanation } = await asked('ollama', [
      { pieces: [...STREAMS.ollama(GOOD).slice(0, 3), '{"error":"llama runner process has terminated"}\n'] },
    ]);
    expect(explanation.note).toContain('llama runner process has terminated');
  });

  test('Ollama: all room used for thinking', async () => {
    const { explanation } = await asked('ollama', [{ pieces: STREAMS.ollama('', { reason: 'length', thinking: 'hm' }) }]);
    expect(explanation.note).toContain('used all its room for thinking');
  });

  test('OpenAI: key in its header, schema, and no sampling parameters', async () => {
    const { got } = await asked('openai', [good('openai')]);
    expect(got[0]?.headers.authorization).toBe('Bearer the-key');
    expect(got[0]?.body).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
      response_format: { type: 'json_schema', json_schema: { strict: true } },
    });
    for (const name of ['temperature', 'seed', 'top_p']) expect(got[0]?.body).not.toHaveProperty(name);
  });

  test('OpenAI: a compatible server without schemas is asked again with less', async () => {
    const refused = error(400, { error: { message: "Unsupported parameter: 'response_format' of type json_schema" } });
    const { explanation, got } = await asked('openai', [refused, refused, good('openai')]);
    expect(explanation.source).toBe('openai');
    expect(got.map(({ body }) => (body['response_format'] as { type: string } | undefined)?.type)).toEqual([
      'json_schema',
      'json_object',
      undefined,
    ]);
  });

  test.each([
    [
      'a refusal',
      [`data: ${JSON.stringify({ choices: [{ delta: { refusal: 'I cannot help.' }, finish_reason: 'stop' }] })}\n\n`, 'data: [DONE]\n\n'],
    ],
    ['a content filter', STREAMS.openai('{"a', { reason: 'content_filter' })],
  ])('OpenAI: %s', async (_, pieces) => {
    const { explanation, got } = await asked('openai', [{ pieces }]);
    expect(explanation.note).toContain('refuses to answer');
    expect(got).toHaveLength(1);
  });

  test('OpenAI: an error in the middle of the stream', async () => {
    const { explanation } = await asked('openai', [
      { pieces: [...STREAMS.openai(GOOD).slice(0, 3), `data: ${JSON.stringify({ error: { message: 'The server had an error' } })}\n\n`] },
    ]);
    expect(explanation.note).toContain('The server had an error');
  });

  test('OpenAI: a server that does not stream', async () => {
    const { explanation } = await asked('openai', [
      {
        pieces: [
          JSON.stringify({
            choices: [{ message: { content: GOOD }, finish_reason: 'stop' }],
            usage: { prompt_tokens: 1500, completion_tokens: 9 },
          }),
        ],
      },
    ]);
    expect(explanation.source).toBe('openai');
  });

  test('Anthropic: version and key in headers, system apart, output_config, and no sampling parameters', async () => {
    const { got } = await asked('anthropic', [good('anthropic')]);
    expect(got[0]?.headers).toMatchObject({ 'anthropic-version': '2026-10-21', 'x-api-key': 'the-key' });
    expect(got[0]?.body).toMatchObject({ stream: true, output_config: { format: { type: 'json_schema' } }, messages: [{ role: 'user' }] });
    expect(typeof got[0]?.body['system']).toBe('string');
    for (const name of ['temperature', 'top_p', 'top_k']) expect(got[0]?.body).not.toHaveProperty(name);
  });

  test.each([
    ['refusal', 'refuses to answer', 1],
    ['model_context_window_exceeded', 'does not fit', 2],
  ])('Anthropic: it stops for %s', async (reason, note, calls) => {
    const { explanation, got } = await asked('anthropic', [{ pieces: STREAMS.anthropic('{"a', { reason }) }]);
    expect(explanation.note).toContain(note);
    expect(got).toHaveLength(calls);
  });

  test('Anthropic: overloaded in the middle of the stream', async () => {
    const body = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    const { explanation } = await asked('anthropic', [
      { pieces: [...STREAMS.anthropic(GOOD).slice(0, 4), `event: error\ndata: ${JSON.stringify(body)}\n\n`] },
    ]);
    expect(explanation.note).toContain('Overloaded');
  });
});
