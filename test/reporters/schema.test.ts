import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { json } from '../../src/reporters/json.js';
import { exampleAnalysis } from './example-analysis.js';
import { fullAnalysis, HOSTILE, hostileAnalysis, SPARSE } from './variants.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const schema = JSON.parse(readFileSync(`${root}schema/analysis.schema.json`, 'utf8'));
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

type Node = Record<string, unknown>;
const isObject = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every object in a value, with the way to it. */
function* objects(value: unknown, path = ''): Generator<[string, Node]> {
  if (isObject(value)) yield [path, value];
  if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* objects(inner, `${path}/${key}`);
}

describe('the schema', () => {
  it('is what the types generate', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/schema.mjs', '--check'], { cwd: root, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  }, 60_000);

  it('describes every property', () => {
    const bare = [...objects(schema)].flatMap(([path, node]) =>
      isObject(node.properties)
        ? Object.entries(node.properties)
            .filter(([, property]) => !(property as Node).description)
            .map(([name]) => `${path}/${name}`)
        : [],
    );
    expect(bare).toEqual([]);
  });

  it('is closed, and requires every property', () => {
    for (const [path, node] of objects(schema)) {
      if (node.type !== 'object' || path.endsWith('/properties')) continue;
      expect(node.additionalProperties, path).toBe(false);
      expect([...(node.required as string[])].sort(), path).toEqual(Object.keys(node.properties as Node).sort());
    }
  });

  it('allows every output of the JSON reporter', () => {
    const analyses = [exampleAnalysis(), fullAnalysis(), ...Object.values(SPARSE).map((make) => make()), hostileAnalysis(HOSTILE[0])];
    for (const analysis of analyses) {
      validate(JSON.parse(json.render(analysis) as string));
      expect(validate.errors).toBeNull();
    }
  });

  it('has an example of every object, so that the next test leaves none out', () => {
    const seen = new Set([...objects(JSON.parse(JSON.stringify(fullAnalysis())))].flatMap(([, node]) => Object.keys(node)));
    const named = [...objects(schema)].flatMap(([, node]) => (isObject(node.properties) ? Object.keys(node.properties) : []));
    expect(named.filter((name) => !seen.has(name))).toEqual([]);
  });

  it('fails where any field at any depth is dropped, renamed or added', () => {
    const analysis = JSON.parse(JSON.stringify(fullAnalysis()));
    const accepted: string[] = [];
    let tried = 0;
    for (const [path, node] of [...objects(analysis)]) {
      const whole = { ...node };
      const restore = (): void => {
        for (const key of Object.keys(node)) delete node[key];
        Object.assign(node, whole);
      };
      for (const key of Object.keys(whole)) {
        delete node[key];
        if (validate(analysis)) accepted.push(`${path}/${key} dropped`);
        node[`${key}X`] = whole[key];
        if (validate(analysis)) accepted.push(`${path}/${key} renamed`);
        restore();
        tried += 2;
      }
      node.extra = 1;
      if (validate(analysis)) accepted.push(`${path} added`);
      restore();
    }
    expect(accepted).toEqual([]);
    expect(tried).toBeGreaterThan(1_000);
    expect(validate(analysis)).toBe(true);
  });
});
