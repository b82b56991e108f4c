/** Who words the explanation, from flags, heimr.yaml and the environment, and whether data may go there. */

import { HeimrError } from '../errors.js';
import { baseOf, type ExplainOptions } from '../explain.js';
import { type Consent, type ModelChoice, refusal } from '../llm/catalog.js';

/** What heimr.yaml says of the model. */
export interface ModelSettings {
  choice: ModelChoice | 'none';
  base?: string;
  /** Tokens. */
  window?: number;
  /** Silence after which it is given up, ms. */
  silence?: number;
  /** Whether the file was named with -c; one that only lies there is not trusted with data. Set by the reader of the file. */
  named?: boolean;
}

/** Flags that are about the model. */
export interface ModelFlags {
  llm?: ModelChoice | 'none';
  prompt?: string;
  trustConfig?: boolean;
}

/** What to do: ask, or say in one line why not, or nothing. */
export type ModelRequest = { options: ExplainOptions } | { refused: string } | null;

/**
 * A flag wins over the file; a key in the environment selects nothing.
 * @throws HeimrError `usage` where the command line itself asks for what may not be
 */
export function modelRequest(flags: ModelFlags, settings: ModelSettings | undefined, environment: NodeJS.ProcessEnv): ModelRequest {
  const fromFlag = flags.llm !== undefined;
  const choice = fromFlag ? flags.llm : settings?.choice;
  if (choice === undefined || choice === 'none') return null;
  const trusted = settings?.named === true || flags.trustConfig === true;
  // Settings of the file belong to the provider that it names.
  const belongs = settings !== undefined && (settings.choice === 'none' || settings.choice.provider === choice.provider);
  const own = baseOf(choice.provider, environment);
  const base = belongs && settings.base !== undefined ? settings.base : own.base;
  const consent: Consent = {
    choiceFrom: fromFlag ? 'flag' : trusted ? 'trusted-config' : 'found-config',
    baseFrom: belongs && settings.base !== undefined ? (trusted ? 'trusted-config' : 'found-config') : own.from,
  };
  const why = validBase(base)
    ? refusal(choice, base, flags.trustConfig === true ? { ...consent, choiceFrom: 'trusted-config' } : consent)
    : null;
  if (why !== null) {
    if (fromFlag)
      throw new HeimrError(
        'usage',
        `--llm ${choice.provider}:${choice.model}: nothing may be sent there. ${why}`,
        'Or leave --llm away: the explanation is then in plain words.',
      );
    return { refused: why };
  }
  return {
    options: {
      ...choice,
      base,
      mayLeave: flags.trustConfig === true || consent.baseFrom === 'trusted-config' || (fromFlag ? choice.provider !== 'ollama' : trusted),
      // An address from a file that only lies there gets no key from the environment.
      ...(consent.baseFrom === 'found-config' ? { key: null } : {}),
      ...(belongs && settings.window !== undefined ? { window: settings.window } : {}),
      ...(belongs && settings.silence !== undefined ? { silence: settings.silence } : {}),
      ...(flags.prompt === undefined ? {} : { promptFolder: flags.prompt }),
    },
  };
}

/** What is no address is refused where it is used, with its own words. */
function validBase(base: string): boolean {
  return URL.canParse(base);
}
