import { describe, expect, it } from 'vitest';
import { Asker, jsonOf, type Question } from '../../src/observability/asker.js';
import { type BackendReply, type Connection, ConnectionError, type ConnectionFailure } from '../../src/observability/connection.js';

type Step = Partial<BackendReply> | ConnectionFailure;

/** A backend that does one step a question, the last one for ever. */
function scripted(...steps: Step[]): { connection: Connection; sent: () => number } {
  let sent = 0;
  const connection: Connection = {
    url: 'http://scripted',
    send: async () => {
      const step = steps[Math.min(sent++, steps.length - 1)] as Step;
      if (typeof step === 'string') throw new ConnectionError(step, `it is ${step}`);
      return { status: 200, contentType: '', body: '{}', clockOffset: null, ...step };
    },
  };
  return { connection, sent: () => sent };
}

const question = (more: Partial<Question<unknown>> = {}): Question<unknown> => ({
  title: 'Title',
  query: 'query',
  window: null,
  request: { method: 'GET', path: '/', params: [] },
  read: jsonOf,
  ...more,
});

async function askAll(asker: Asker, times: number): Promise<string[]> {
  const statuses: string[] = [];
  for (let i = 0; i < times; i++) statuses.push((await asker.ask(question())).status);
  return statuses;
}

describe('a backend is given up', () => {
  it.each<ConnectionFailure>(['timeout', 'unreachable', 'tls', 'redirect', 'aborted'])('at once after %s', async (failure) => {
    const { connection, sent } = scripted(failure);
    const asker = new Asker(connection);
    expect(await askAll(asker, 5)).toEqual(Array(5).fill('failed'));
    expect([sent(), asker.dead]).toEqual([1, `it is ${failure}`]);
    expect(asker.asked[4]?.message).toBe(`not asked: it is ${failure}`);
  });

  it.each([401, 403])('at once after %i', async (status) => {
    const { connection, sent } = scripted({ status, body: 'no' });
    const asker = new Asker(connection);
    await askAll(asker, 5);
    expect([sent(), asker.dead]).toEqual([1, expect.stringContaining(`(${status}: no)`)]);
  });

  it.each<[string, Step]>([
    ['503', { status: 503 }],
    ['429', { status: 429 }],
    ['broken', 'broken'],
    ['a web page', { body: '<html>' }],
  ])('after %s six times, not before', async (_, step) => {
    const { connection, sent } = scripted(step);
    const asker = new Asker(connection);
    await askAll(asker, 10);
    expect([sent(), asker.dead]).toEqual([6, expect.stringMatching(/^6 questions one after the other failed, the last with: /)]);
  });

  it('never for what is wrong with the question, and not where one in between is answered', async () => {
    for (const step of [{ status: 400 }, { status: 404 }, { status: 422 }, 'too-large', 'not-recorded'] as Step[]) {
      const asker = new Asker(scripted(step).connection);
      await askAll(asker, 20);
      expect([step, asker.dead]).toEqual([step, null]);
    }
    const fails: Step = { status: 503 };
    const asker = new Asker(
      scripted(fails, fails, fails, fails, fails, {}, fails, fails, fails, fails, fails, { status: 400 }, fails).connection,
    );
    await askAll(asker, 15);
    expect(asker.dead).toBeNull();
  });
});

describe('404 without a text', () => {
  it('is nothing there only where the question says so', async () => {
    const { connection } = scripted({ status: 404, body: '' });
    const asker = new Asker(connection);
    expect(await asker.ask(question({ absent404: 'without-text' }))).toEqual({ status: 'no-data' });
    expect(await asker.ask(question())).toMatchObject({ status: 'failed', httpStatus: 404 });
    const other = new Asker(scripted({ status: 404, body: '404 page not found' }).connection);
    expect(await other.ask(question({ absent404: 'without-text' }))).toMatchObject({ status: 'failed' });
    expect(await other.ask(question({ absent404: 'any' }))).toEqual({ status: 'no-data' });
  });
});

describe('budgets', () => {
  it('of questions holds for those under way too', async () => {
    const { connection, sent } = scripted({});
    const asker = new Asker(connection, { requests: 3, bytes: 1000 });
    const ends = await Promise.all(Array.from({ length: 10 }, () => asker.ask(question())));
    expect(ends.filter(({ status }) => status === 'answered')).toHaveLength(3);
    expect(sent()).toBe(3);
    expect(asker.asked.filter(({ message }) => message === 'not asked: the budget of 3 questions is spent')).toHaveLength(7);
  });

  it('of bytes ends it once they are spent', async () => {
    const asker = new Asker(scripted({ body: '"123456789"' }).connection, { requests: 100, bytes: 20 });
    expect(await askAll(asker, 4)).toEqual(['answered', 'answered', 'failed', 'failed']);
    expect(asker.asked[3]?.message).toBe('not asked: the budget of 20 bytes is spent');
  });
});

it('a message is one line, bounded, without anything that steers a terminal', async () => {
  const asker = new Asker(scripted({ status: 400, body: `a\u001b[2J\r\nb\u202e${'x'.repeat(1000)}` }).connection);
  await asker.ask(question());
  expect(asker.asked[0]?.message).toMatch(/^400: a \[2J b x+…$/);
  expect(asker.asked[0]?.message.length).toBeLessThan(320);
});
