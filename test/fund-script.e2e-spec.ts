import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { until } from './support/launcher-workshop';

const SCRIPT = join(__dirname, '..', 'scripts', 'fund.cjs');

/** Stands in for the compiler: counts its runs and copies the one source, slowly. */
const NEST_STUB = `
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
rmSync('dist', { recursive: true, force: true });
appendFileSync('builds.log', 'x');
console.log('noise of the compiler');
if (readFileSync('src/cli.ts', 'utf8').includes('broken')) process.exit(2);
await new Promise((resolve) => setTimeout(resolve, 300));
mkdirSync('dist/src', { recursive: true });
cpSync('src/cli.ts', 'dist/src/cli.js');
`;

/** Stands in for the compiler of the console. */
const VITE_STUB = `
import { cpSync } from 'node:fs';
cpSync('web', 'dist/web', { recursive: true });
`;

const CLI_SOURCE = `process.stdout.write('result ' + process.argv.slice(2).join(' '));\n`;

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'fund-script-'));
  const nest = join('node_modules', '@nestjs', 'cli');
  write(join(nest, 'package.json'), '{ "type": "module" }');
  write(join(nest, 'bin', 'nest.js'), NEST_STUB);
  const vite = join('node_modules', 'vite');
  write(join(vite, 'package.json'), '{ "type": "module" }');
  write(join(vite, 'bin', 'vite.js'), VITE_STUB);
  write('web/index.html', 'the console');
  write('package.json', '{}');
  write('src/cli.ts', CLI_SOURCE);
  mkdirSync(join(project, 'scripts'));
  cpSync(SCRIPT, join(project, 'scripts', 'fund.cjs'));
});

afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), content);
}

function start(...words: string[]) {
  return spawn(process.execPath, [join(project, 'scripts', 'fund.cjs'), ...words], { cwd: '/' });
}

async function fund(...words: string[]) {
  const child = start(...words);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, output, errors };
}

function builds(): number {
  const log = join(project, 'builds.log');
  return existsSync(log) ? readFileSync(log, 'utf8').length : 0;
}

describe('npx fund', () => {
  it('builds only when the sources have changed and keeps standard output clean', async () => {
    const expected = { code: 0, output: 'result budget show', errors: '' };
    expect(await fund('budget', 'show')).toEqual(expected);
    expect(await fund('budget', 'show')).toEqual(expected);
    expect(builds()).toBe(1);
    write('src/cli.spec.ts', 'tests are not part of the build');
    await fund();
    expect(builds()).toBe(1);
    write('migrations/first.ts', 'new');
    await fund();
    expect(builds()).toBe(2);
    write('web/index.html', 'the console, changed');
    await fund();
    expect(builds()).toBe(3);
    const page = readFileSync(join(project, 'dist', 'web', 'index.html'), 'utf8');
    expect(page).toBe('the console, changed');
  });

  it('builds once when several start at the same time', async () => {
    const results = await Promise.all(['a', 'b', 'c', 'd'].map((word) => fund(word)));
    expect(results.map(({ output }) => output)).toEqual([
      'result a',
      'result b',
      'result c',
      'result d',
    ]);
    expect(builds()).toBe(1);
  });

  it('builds again after a builder was killed, but not over its compiler', async () => {
    const builder = start();
    await until(() => builds() === 1);
    builder.kill('SIGKILL');
    await once(builder, 'close');
    expect(await fund('a')).toEqual({ code: 0, output: 'result a', errors: '' });
    expect(builds()).toBe(2);
  });

  it('shows what the compiler says when it fails, and on standard error only', async () => {
    appendFileSync(join(project, 'src', 'cli.ts'), '// broken\n');
    const { code, output, errors } = await fund();
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain('noise of the compiler');
    write('src/cli.ts', CLI_SOURCE);
    expect(await fund('a')).toMatchObject({ code: 0, output: 'result a' });
  });

  it('runs a ready-made build as it is where there is no compiler', async () => {
    await fund();
    rmSync(join(project, 'node_modules', '@nestjs'), { recursive: true });
    write('src/cli.ts', 'changed');
    expect(await fund('a')).toEqual({ code: 0, output: 'result a', errors: '' });
    rmSync(join(project, 'dist'), { recursive: true });
    expect((await fund()).errors).toContain('npm ci');
  });

  it('says npm ci when nothing is installed', async () => {
    rmSync(join(project, 'node_modules'), { recursive: true });
    const { code, output, errors } = await fund();
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(/npm ci/);
    expect(errors).not.toContain('at ');
  });
});
