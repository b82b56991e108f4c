/**
 * Who may import whom (see docs/architecture). The road has one direction; pure folders know no file, clock or network.
 * A folder is named with all it may import; itself is always allowed.
 */
const MAY_IMPORT = {
  stats: [],
  decode: [],
  model: ['stats'],
  input: ['model'],
  output: ['model', 'input', 'reporters'],
  parsers: ['decode', 'model'],
  kpi: ['model', 'stats'],
  detectors: ['model', 'stats'],
  observability: ['model', 'stats'],
  backends: ['model', 'observability', 'input', 'output'],
  diagnoses: ['model', 'stats', 'observability'],
  gate: ['model', 'stats'],
  llm: ['model', 'stats'],
  reporters: ['model', 'stats'],
  testing: ['model'],
};

/** Folders that no edge may leak into. Edges among them (backends, models) come in later versions and are then listed as exceptions. */
const PURE = [
  'stats',
  'decode',
  'model',
  'parsers',
  'kpi',
  'detectors',
  'diagnoses',
  'gate',
  'llm',
  'observability',
  'reporters',
  'testing',
];
/** Edges that stand in a folder of the road, beside the port that they fill: wires to language models. */
const WIRES = '^src/llm/providers/';
const EDGES = ['input', 'output', 'backends', 'cli'];

const any = (names) => `(?:${names.join('|')})`;

const folderRules = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import ${allowed.length === 0 ? 'nothing of ours' : allowed.join(', ')} (and errors.ts)`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [`^src/${any([folder, ...allowed])}/`, '^src/errors\\.ts$'] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...folderRules,
    {
      name: 'pure-folders-have-no-edge',
      comment: 'no node:* module and no library in the pure part of the road',
      severity: 'error',
      from: { path: [`^src/${any(PURE)}/`, '^src/(?:index|analyzer|errors|version)\\.ts$'], pathNot: WIRES },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'] },
    },
    {
      name: 'wires-only-from-entries',
      comment: 'what talks to models is chosen in src/explain.ts and never imported by a pure file',
      severity: 'error',
      from: { path: '^src/', pathNot: [WIRES, '^src/explain\\.ts$'] },
      to: { path: WIRES },
    },
    {
      name: 'analyzer-imports-no-edge',
      severity: 'error',
      from: { path: '^src/(?:index|analyzer)\\.ts$' },
      to: { path: [`^src/${any(EDGES)}/`, '^src/node\\.ts$'] },
    },
    {
      name: 'nobody-imports-the-command',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'nobody-imports-simulated-runs',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/testing' },
      to: { path: '^src/testing' },
    },
    {
      name: 'cli-imports',
      comment: 'the command uses entries, edges and catalogs, never a stage of the road',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: `^src/${any(['decode', 'kpi', 'stats', 'detectors', 'diagnoses', 'gate', 'llm', 'observability'])}/(?!catalog\\.ts$)` },
    },
    { name: 'no-dev-dependency', severity: 'error', from: { path: '^src/' }, to: { dependencyTypes: ['npm-dev'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
