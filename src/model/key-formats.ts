/* Secrets that are known by their form, wherever they stand: as their issuers publish it. */

/** One form. */
export interface KeyFormat {
  /** Class of it. */
  name: 'PRIVATE_KEY' | 'JWT' | 'KEY';
  /** Global. */
  pattern: RegExp;
}

/** Whether a text may hold one: cheap, for texts of which nearly none does. */
export const MAY_HOLD_KEY: RegExp =
  /-----BEGIN|eyJ|A(?:KIA|SIA|GPA|IDA|ROA|Iza)|gh[pousr]_|github_pat|glpat-|xox|sk-|[rs]k_|SG\.|npm_|pypi-|hf_|dop_v1|glc_|hooks\.slack/;

/** All of them. */
export const KEY_FORMATS: readonly KeyFormat[] = [
  {
    name: 'PRIVATE_KEY',
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]{0,8192}?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  },
  { name: 'JWT', pattern: /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g },
  { name: 'KEY', pattern: /\b(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{16}\b/g },
  { name: 'KEY', pattern: /\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g },
  { name: 'KEY', pattern: /\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{30,}|\bgithub_pat_[A-Za-z0-9_]{30,}/g },
  { name: 'KEY', pattern: /\bglpat-[A-Za-z0-9_-]{16,}/g },
  { name: 'KEY', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g },
  { name: 'KEY', pattern: /\bsk-(?:ant-|proj-|svcacct-)?[A-Za-z0-9_-]{20,}/g },
  { name: 'KEY', pattern: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}/g },
  { name: 'KEY', pattern: /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/g },
  {
    name: 'KEY',
    pattern: /\bnpm_[A-Za-z0-9]{30,}|\bpypi-[A-Za-z0-9_-]{30,}|\bhf_[A-Za-z0-9]{30,}|\bdop_v1_[a-f0-9]{40,}|\bglc_[A-Za-z0-9+/=]{30,}/g,
  },
  { name: 'KEY', pattern: /\bhttps:\/\/hooks\.slack\.com\/services\/[A-Za-z0-9/]{20,}/g },
];
