/** Who words the explanation, as the user says it. */
export interface ModelChoice {
  provider: 'ollama' | 'openai' | 'anthropic';
  /** Name as the provider has it; may hold colons. */
  model: string;
}

/** Local model that is taken where none is named: small enough for a laptop, good at JSON. */
export const DEFAULT_OLLAMA_MODEL = 'qwen3:8b';

const PROVIDERS = ['ollama', 'openai', 'anthropic'] as const;
const MODEL = /^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}$/;

/** What a text is not. */
export class ModelChoiceError extends Error {
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/**
 * @param text `none`, `ollama`, `ollama:llama3.1:8b`, `openai:gpt-5-mini`, `anthropic:claude-sonnet-4-6`
 * @returns null for none
 * @throws ModelChoiceError
 */
export function parseModelChoice(text: string): ModelChoice | null {
  if (text === 'none') return null;
  const [name = '', ...rest] = text.split(':');
  const provider = PROVIDERS.find((one) => one === name);
  if (provider === undefined)
    throw new ModelChoiceError('there is no such provider', 'Write none, ollama, ollama:MODEL, openai:MODEL or anthropic:MODEL.');
  const model = rest.join(':');
  if (model === '' && provider === 'ollama' && rest.length === 0) return { provider, model: DEFAULT_OLLAMA_MODEL };
  if (!MODEL.test(model))
    throw new ModelChoiceError(
      'the name of the model is missing or none',
      `Write for example ${provider}:${provider === 'ollama' ? DEFAULT_OLLAMA_MODEL : provider === 'openai' ? 'gpt-5-mini' : 'claude-sonnet-4-6'}.`,
    );
  return { provider, model };
}
