// Scores a real model on the cases of test/llm: npm run eval -- ollama:qwen3:8b [record.ndjson]
import { spawnSync } from 'node:child_process';

const [model, out] = process.argv.slice(2);
if (!model) {
  console.error('Name a model: npm run eval -- ollama:qwen3:8b, openai:MODEL or anthropic:MODEL');
  process.exit(2);
}
const env = { ...process.env, HEIMR_EVAL: model, ...(out ? { HEIMR_EVAL_OUT: out } : {}) };
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', 'test/llm/cases.test.ts', '-t', 'live', '--reporter=verbose', '--disable-console-intercept'],
  { stdio: 'inherit', env },
);
process.exit(status ?? 1);
