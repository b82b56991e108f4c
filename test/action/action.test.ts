import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jtl, MAIN, ROOT } from '../cli/command.js';
import { blocksOf, codeIn, tableOf } from '../docs/markdown.js';
import { newFolder } from '../input/files.js';

interface Step {
  id: string;
  run: string;
  shell: string;
  env: Record<string, string>;
}

const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  outputs: Record<string, { value: string }>;
  runs: { using: string; steps: Step[] };
};

/** A program in place of Heimr that notes its arguments and ends with a code. */
function recorder(folder: string, code = 0): string {
  const path = join(folder, 'recorder.mjs');
  writeFileSync(
    path,
    `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(join(folder, 'arguments.json'))}, JSON.stringify(process.argv.slice(2)));\nprocess.exit(${code});\n`,
  );
  return path;
}

/** Runs a script of the action as its step does, in a folder of its own. */
function run(
  script: string,
  env: Record<string, string>,
  cwd: string,
): { code: number | null; stdout: string; stderr: string; output: string } {
  const output = join(cwd, 'github-output');
  writeFileSync(output, '');
  const { PATH = '', HOME = '' } = process.env;
  const { status, stdout, stderr } = spawnSync('bash', [join(ROOT, 'action', script)], {
    cwd,
    encoding: 'utf8',
    env: { PATH, HOME, GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: output, GITHUB_ACTION_PATH: ROOT, ...env },
  });
  return { code: status, stdout, stderr, output: readFileSync(output, 'utf8') };
}

/** Arguments that Heimr is started with. */
function argumentsOf(env: Record<string, string>): string[] {
  const cwd = newFolder();
  const { code, stderr } = run('analyze.sh', { HEIMR_MAIN: recorder(cwd), ...env }, cwd);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  // Nothing of a text was run: nobody made a file.
  expect(readdirSync(cwd).sort()).toEqual(['arguments.json', 'github-output', 'recorder.mjs']);
  return JSON.parse(readFileSync(join(cwd, 'arguments.json'), 'utf8')) as string[];
}

const HOSTILE = [
  '$(touch hacked)',
  '`touch hacked`',
  '; touch hacked;',
  '&& touch hacked',
  '| tee hacked',
  '> hacked',
  "'; touch hacked; '",
  '"; touch hacked; "',
  '"',
  "'",
  '\\',
  '\\"; touch hacked',
  '${HOME}',
  '$HOME',
  '$((1+1))',
  '*',
  '~',
  '{a,b}',
  '!!',
  '-rf',
  '--',
  '-',
  '--config=/etc/passwd',
  '-e',
  '-n x',
  '  two  spaces  ',
  '\ttab',
  '# no comment',
  '%s%n',
  'ünï 日本',
  '${{ github.token }}',
  '::error::x',
];

describe('inputs of the action reach heimr as they are', () => {
  test.each(HOSTILE)('%j', (text) => {
    const all = {
      HEIMR_FILES: text,
      HEIMR_OUTPUT: text,
      HEIMR_FAIL_ON: text,
      HEIMR_WARN_ON: text,
      HEIMR_TAGS: text,
      HEIMR_TITLE: text,
      HEIMR_ARGS: text,
    };
    expect(argumentsOf(all)).toEqual([
      'analyze',
      text,
      `--output=${text}`,
      `--fail-on=${text}`,
      `--warn-on=${text}`,
      `--tag=${text}`,
      `--title=${text}`,
      '--',
      text,
    ]);
  });

  test('one argument a line; empty lines and carriage returns are none; a title may have lines', () => {
    expect(
      argumentsOf({ HEIMR_FILES: 'a b.jtl\n\n  c.jtl\r\n$(d)\n', HEIMR_FAIL_ON: 'p95 > 1s\r\nerror_rate > 1%', HEIMR_TITLE: 'one\ntwo' }),
    ).toEqual(['analyze', '--fail-on=p95 > 1s', '--fail-on=error_rate > 1%', '--title=one\ntwo', '--', 'a b.jtl', '  c.jtl', '$(d)']);
  });

  test('a hostile path of the program is one word, too', () => {
    const cwd = newFolder();
    const folder = join(cwd, 'a b; touch hacked');
    mkdirSync(folder);
    expect(run('analyze.sh', { HEIMR_MAIN: recorder(folder), HEIMR_FILES: 'a' }, cwd).code).toBe(0);
    expect(existsSync(join(cwd, 'hacked'))).toBe(false);
  });
});

describe('the exit code', () => {
  test.each([0, 1, 3, 5, 70])('%i is kept, and told as an output', (code) => {
    const cwd = newFolder();
    const ended = run('analyze.sh', { HEIMR_MAIN: recorder(cwd, code), HEIMR_FILES: 'a.jtl' }, cwd);
    expect(ended).toMatchObject({ code, output: `exit-code=${code}\n` });
  });

  test.each(['', '\n\n', '\r\n'])('is 2 where no file is named: %j', (files) => {
    const cwd = newFolder();
    const ended = run('analyze.sh', { HEIMR_MAIN: recorder(cwd), HEIMR_FILES: files }, cwd);
    expect(ended).toMatchObject({ code: 2, output: 'exit-code=2\n', stderr: expect.stringContaining('the input "files" is empty') });
    expect(existsSync(join(cwd, 'arguments.json'))).toBe(false);
  });
});

test('the real command is run: outputs, summary, reports, a file whose name begins with a dash', () => {
  const cwd = newFolder();
  writeFileSync(join(cwd, '--title=x.jtl'), jtl());
  writeFileSync(join(cwd, 'summary'), '');
  const env = {
    HEIMR_MAIN: MAIN,
    HEIMR_FILES: '--title=x.jtl',
    HEIMR_OUTPUT: 'out/\npr.comment.md',
    HEIMR_FAIL_ON: 'error_rate > 1%',
    HEIMR_TITLE: '$(id)',
  };
  const ended = run('analyze.sh', { ...env, GITHUB_STEP_SUMMARY: join(cwd, 'summary') }, cwd);
  expect(ended.stderr).toBe('');
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain('::error title=Heimr%3A Gate%3A error_rate > 1%25::');
  expect(ended.output).toMatch(/^verdict<<(\S+)\nfailing\n\1\ngate<<(\S+)\nfailed\n\2\nexit-code<<(\S+)\n1\n\3\nexit-code=1\n$/);
  expect(readFileSync(join(cwd, 'summary'), 'utf8')).toMatch(/^# `\$\(id`\)\n/);
  expect(readFileSync(join(cwd, 'pr.comment.md'), 'utf8')).toContain('**FAILED.**');
  expect(readdirSync(join(cwd, 'out'))).toContain('analysis.json');
});

describe('installing', () => {
  /** A folder with an npm that notes its arguments instead. */
  function withNpm(): { cwd: string; env: Record<string, string>; calls: () => string } {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'npm'), '#!/bin/sh\nfor one; do printf "[%s]" "$one" >>"$CALLS"; done\n', { mode: 0o755 });
    const calls = join(cwd, 'calls');
    const env = { PATH: `${cwd}:${process.env.PATH}`, CALLS: calls, RUNNER_TEMP: join(cwd, 'temp') };
    return { cwd, env, calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8') : '') };
  }

  test('takes a version of the npm package', () => {
    const { cwd, env, calls } = withNpm();
    const { code, output } = run('install.sh', { ...env, HEIMR_VERSION: '1.2.3-rc.1' }, cwd);
    expect(code).toBe(0);
    expect(calls()).toMatch(/^\[install\].*\[--\]\[heimr@1\.2\.3-rc\.1\]$/);
    expect(output).toBe(`main=${join(cwd, 'temp/heimr/node_modules/heimr/dist/cli/main.js')}\n`);
  });

  test.each(['$(touch hacked)', '-g', '1 2', '1;touch hacked', 'a/b', 'git+https://evil.example/x', 'file:..', '1\n2', '@evil/x'])(
    'refuses %j',
    (version) => {
      const { cwd, env, calls } = withNpm();
      const { code, output, stderr } = run('install.sh', { ...env, HEIMR_VERSION: version }, cwd);
      expect({ code, output, calls: calls() }).toEqual({ code: 2, output: '', calls: '' });
      expect(stderr).toContain('no version of an npm package');
      expect(existsSync(join(cwd, 'hacked'))).toBe(false);
    },
  );

  test('builds its own commit once where no version is asked for', () => {
    const { cwd, env, calls } = withNpm();
    const own = join(cwd, 'own');
    mkdirSync(own);
    expect(run('install.sh', { ...env, GITHUB_ACTION_PATH: own }, cwd)).toMatchObject({
      code: 0,
      output: `main=${join(own, 'dist/cli/main.js')}\n`,
    });
    expect(calls()).toMatch(/^\[ci\].*\[run\]\[--silent\]\[build\]$/);
    expect(run('install.sh', { ...env, CALLS: join(cwd, 'none') }, cwd).output).toBe(`main=${MAIN}\n`);
    expect(existsSync(join(cwd, 'none'))).toBe(false);
  });
});

describe('action.yml', () => {
  test('writes no input into a script, and hands over each one as a variable that a script reads', () => {
    expect(action.runs.using).toBe('composite');
    const handed = action.runs.steps.flatMap(({ env }) => Object.entries(env));
    for (const { run: script, shell } of action.runs.steps) {
      expect(script).toMatch(/^bash "\$GITHUB_ACTION_PATH\/action\/[a-z]+\.sh"$/);
      expect(shell).toBe('bash');
    }
    const scripts = readdirSync(join(ROOT, 'action'))
      .map((name) => readFileSync(join(ROOT, 'action', name), 'utf8'))
      .join('');
    for (const name of Object.keys(action.inputs).filter((name) => name !== 'working-directory')) {
      const [variable] = handed.find(([, value]) => value === `\${{ inputs.${name} }}`) ?? [];
      expect(scripts, name).toContain(`\${${variable}`);
    }
    expect(scripts).not.toMatch(/\beval\b|\$\{\{/);
  });

  test('has the outputs of --ci github', () => {
    expect(Object.keys(action.outputs)).toEqual(['verdict', 'gate', 'exit-code']);
    for (const [name, { value }] of Object.entries(action.outputs)) expect(value).toBe(`\${{ steps.analyze.outputs.${name} }}`);
  });

  test('is used as the guide shows, whose own scripts hold no text of others', () => {
    const [workflow = ''] = blocksOf('docs/guides/ci.md', 'yaml').filter((block) => block.includes('/heimr@'));
    const { jobs } = parse(workflow) as { jobs: { 'load-test': { steps: { uses?: string; with?: object; run?: string }[] } } };
    const { steps } = jobs['load-test'];
    const used = steps.find(({ uses = '' }) => uses.includes('/heimr@'));
    expect(Object.keys(used?.with ?? {}).filter((name) => !(name in action.inputs))).toEqual([]);
    for (const { run: script = '' } of steps) {
      expect(script).not.toContain('${{');
      expect(spawnSync('bash', ['-n'], { input: script }).status).toBe(0);
    }
    const table = tableOf('docs/guides/ci.md', 'inputs').flatMap(([names = '']) => codeIn(names));
    expect(table.sort()).toEqual(Object.keys(action.inputs).sort());
  });
});
