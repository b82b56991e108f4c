/* What the command needs of this folder: how a model is named, and what may be sent to it. */
export { type Audit, auditFault } from './audit.js';
export { DEFAULT_OLLAMA_MODEL, type ModelChoice, ModelChoiceError, parseModelChoice } from './model-choice.js';
export { type Consent, isLoopback, refusal } from './trust.js';
