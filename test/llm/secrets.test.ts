import { expect, test } from 'vitest';
import { Pseudonyms, secretsIn } from '../../src/llm/pseudonyms.js';
import { redact } from '../../src/model/redact.js';
import { SAMPLES } from './corpus/secrets.js';

/* Both in the order of the road: the analysis is redacted when it is made, the request when it is packed. */
const masked = (text: string): string => new Pseudonyms().mask(redact(text));

test('there are enough samples, of both kinds', () => {
  expect(SAMPLES.length).toBeGreaterThanOrEqual(80);
  expect(SAMPLES.filter(({ hidden }) => hidden === null).length).toBeGreaterThanOrEqual(35);
});

test('secrets and personal data are taken out, look-alikes stay; precision and recall are told', () => {
  const secrets = SAMPLES.filter(({ hidden }) => hidden !== null);
  const caught = secrets.filter(({ text, hidden }) => !masked(text).includes(hidden as string));
  const alike = SAMPLES.filter(({ hidden }) => hidden === null);
  const wronged = alike.filter(({ text }) => masked(text) !== text);
  const missed = secrets.filter((one) => !caught.includes(one));
  const [recall, precision] = [caught.length / secrets.length, caught.length / (caught.length + wronged.length)];
  console.log(
    [
      `recall ${caught.length}/${secrets.length} = ${recall.toFixed(3)}, precision ${caught.length}/${caught.length + wronged.length} = ${precision.toFixed(3)}`,
      ...missed.map(({ text }) => `  missed: ${text.slice(0, 60)}`),
      ...wronged.map(({ text }) => `  taken for one: ${text} -> ${masked(text)}`),
    ].join('\n'),
  );
  expect(recall).toBeGreaterThanOrEqual(0.95);
  expect(precision).toBeGreaterThanOrEqual(0.95);
});

test.each(SAMPLES.map(({ text }) => [text]))('once masked, nothing is left that would block: %s', (text) => {
  const once = masked(text);
  expect(secretsIn(once)).toEqual([]);
  expect(masked(once)).toBe(once);
});

test('the same text gets the same name, another one another; personal data come back, secrets never', () => {
  const names = new Pseudonyms();
  const text = names.mask('a@example.com wrote to b@example.com, then a@example.com; password=hunter22');
  expect(text).toBe('<EMAIL_1> wrote to <EMAIL_2>, then <EMAIL_1>; password=<SECRET_1>');
  expect(names.restore('<EMAIL_2> and <SECRET_1> and <IP_9>')).toBe('b@example.com and *** and <IP_9>');
  expect(names.counts()).toEqual({ EMAIL: 2, SECRET: 1 });
});

test('the last gate sees what nobody masked', () => {
  for (const { text, hidden } of SAMPLES.slice(0, 40)) expect(hidden === null || secretsIn(text).length > 0, text).toBe(true);
});
