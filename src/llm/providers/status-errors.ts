import { ModelError } from '../model.js';

/*
 * What an answer that is no success means. Providers word the same fault in many ways; these are the ones that they publish or that were seen.
 */

const MONEY = /insufficient_quota|exceeded your current quota|billing|credit balance|out of credits|spend[_ ]?limit|payment required/i;
const OVERFLOW =
  /context[_ ]length|context[_ ]window|context size|maximum context|prompt is too long|input length exceeds|longer than the context|exceed_context_size|too many tokens|ContextWindowExceeded/i;
/** Texts that tell of a secret are not repeated; nothing of an error body is, beyond so many characters. */
const TOLD = 200;

/** Whether the same request may be sent again after a while. */
export function isPassing(error: ModelError): boolean {
  return error.fault === 'rate' || error.fault === 'overload';
}

/**
 * @param status of the answer
 * @param body of it, cut
 * @param about who was asked: provider, model, and how its key is given
 */
export function statusError(
  status: number,
  body: string,
  about: { provider: string; model: string; key: string; pull?: string },
): ModelError {
  const said = messageIn(body);
  const tell = said === '' ? '' : ` (${said})`;
  if (status === 402 || MONEY.test(body))
    return new ModelError(
      'money',
      `${about.provider} says that the account has no credit left${tell}.`,
      'Look at the billing of the account.',
    );
  if (OVERFLOW.test(body) && (status === 400 || status === 413 || status === 422 || status === 500))
    return new ModelError(
      'overflow',
      `The prompt does not fit into the window of ${about.model}${tell}.`,
      'Use a model with a larger window.',
      roomIn(body),
    );
  if (status === 401 || status === 403)
    return new ModelError('auth', `${about.provider} refuses the key (${status}).`, `Check ${about.key}.`);
  if (status === 404)
    return new ModelError(
      'missing',
      `${about.provider} has no model ${about.model}${tell}.`,
      about.pull ?? 'Check the name of the model and the base address.',
    );
  if (status === 429) return new ModelError('rate', `${about.provider} takes no more requests for now (429)${tell}.`, 'Try again later.');
  if (status >= 300 && status < 400)
    return new ModelError(
      'redirect',
      `${about.provider} redirects to another address (${status}), which is not followed.`,
      'Give the address itself.',
    );
  if (status >= 500) return new ModelError('overload', `${about.provider} cannot answer now (${status})${tell}.`, 'Try again later.');
  return new ModelError(
    'rejected',
    `${about.provider} does not accept the request (${status})${tell}.`,
    'Check the model and the version of the server.',
  );
}

/** The message of an error body, of whatever shape; one line, cut, without what could be a key. */
export function messageIn(body: string): string {
  let message = '';
  try {
    const value = JSON.parse(body) as { error?: unknown; message?: unknown };
    const { error } = value;
    const inner = typeof error === 'object' && error !== null ? (error as { message?: unknown }).message : error;
    message = ([inner, value.message].find((one) => typeof one === 'string') as string | undefined) ?? '';
  } catch {
    message = '';
  }
  return message
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .replace(/\S*(?:sk-|key[-_:=])\S*/gi, '***')
    .slice(0, TOLD)
    .trim();
}

/** "prompt is too long: 210000 tokens > 200000 maximum", "maximum context length is 8192 tokens. However, you requested 9000 tokens". */
function roomIn(body: string): { sent: number | null; limit: number | null } {
  const limit = /maximum context length (?:is|of) (\d+)|> (\d+) maximum|available context size \((\d+)|"n_ctx":\s*(\d+)/i.exec(body);
  const sent = /(?:requested|resulted in) (\d+) tokens|too long: (\d+) tokens|request \((\d+) tokens|"n_prompt_tokens":\s*(\d+)/i.exec(
    body,
  );
  const number = (match: RegExpExecArray | null): number | null => {
    const digits = match?.slice(1).find((part) => part !== undefined);
    return digits === undefined ? null : Number(digits);
  };
  return { sent: number(sent), limit: number(limit) };
}
