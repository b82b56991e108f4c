// Makes schema/analysis.schema.json from the types and comments of src/model/analysis.ts, and the order of its keys for the JSON
// reporter. `node scripts/schema.mjs` writes both; `--check` writes nothing and exits 1 where the files are not what the types say.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const root = fileURLToPath(new URL('../', import.meta.url));

const generated = createGenerator({
  path: `${root}src/model/analysis.ts`,
  tsconfig: `${root}tsconfig.json`,
  type: 'Analysis',
  expose: 'all',
  topRef: false,
  jsDoc: 'extended',
  additionalProperties: false,
  sortProps: false, // the order of the types is the order of the file
}).createSchema('Analysis');

// `{@link X}` is for editors.
const plain = (text) =>
  text
    .replace(/\{@link\s+([^}]+)\}/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * Gives every property a description: its own comment, else that of the type it refers to, else that of the property around
 * it (small inline objects are explained in one comment).
 */
function describe(node, around) {
  if (node.$ref && !node.description) node.description = definition(node).description;
  node.description = plain(node.description ?? around);
  for (const variant of variants(node)) {
    for (const [name, property] of Object.entries(variant.properties ?? {})) {
      const own = property.description ?? (property.$ref && definition(property).description);
      describe(property, own ?? `${name}, part of: ${node.description}`);
    }
  }
}

/** A node, its alternatives and its elements, however nested. */
function variants(node) {
  return [node, ...[...(node.anyOf ?? []), ...(node.items ? [node.items] : [])].flatMap(variants)];
}

const definition = (node) => generated.definitions[decodeURIComponent(node.$ref.replace('#/definitions/', ''))];

for (const node of Object.values(generated.definitions)) if (node.description) node.description = plain(node.description);
describe(generated, 'Result of analysing one load-test run.');
for (const [name, node] of Object.entries(generated.definitions)) if (node.properties) describe(node, name);

const { $schema, definitions, ...body } = generated;
const schema = { $schema, $id: 'urn:heimr:analysis:1', title: 'Heimr analysis', ...body, definitions };

/** Nested property names; arrays, nulls and references are looked through. */
function keysOf(node) {
  if (node.$ref) return keysOf(definition(node));
  if (node.items) return keysOf(node.items);
  for (const variant of node.anyOf ?? []) {
    const keys = keysOf(variant);
    if (keys) return keys;
  }
  if (!node.properties) return null;
  return Object.fromEntries(Object.entries(node.properties).map(([name, property]) => [name, keysOf(property)]));
}

function literal(keys, indent = '') {
  if (keys === null) return 'null';
  const flat = `{ ${Object.entries(keys)
    .map(([name, inner]) => `${name}: ${literal(inner, `${indent}  `)}`)
    .join(', ')} }`;
  if (!flat.includes('\n') && flat.length + indent.length < 120) return flat;
  return `{\n${Object.entries(keys)
    .map(([name, inner]) => `${indent}  ${name}: ${literal(inner, `${indent}  `)},\n`)
    .join('')}${indent}}`;
}

const outputs = {
  'schema/analysis.schema.json': `${JSON.stringify(schema, null, 2)}\n`,
  'src/reporters/analysis-keys.ts': `// Written by scripts/schema.mjs from src/model/analysis.ts; do not edit.

/** Property names of an object, in the order of the types; null where a property holds no object. */
export type Keys = { readonly [name: string]: Keys | null };

/** Property names of an analysis. */
export const analysisKeys: Keys = ${literal(keysOf(generated))};
`,
};

const check = process.argv.includes('--check');
for (const [file, text] of Object.entries(outputs)) {
  if (!check) {
    writeFileSync(root + file, text);
  } else if (readFileSync(root + file, 'utf8') !== text) {
    console.error(`${file} is not what src/model/analysis.ts says: run npm run schema`);
    process.exitCode = 1;
  }
}
