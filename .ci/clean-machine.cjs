'use strict';

// The README's main command in a fresh clone where nothing but Node.js and the system's own tools can
// be found, twice: shows what this machine would hide.
//
//   node .ci/clean-machine.cjs            as the user who runs it, below a folder closed to others
//   node .ci/clean-machine.cjs nobody     as that user (needs root)

const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const { dirname, join } = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');

const PROJECT = dirname(__dirname);
const EXAMPLES = fs
  .readdirSync(join(PROJECT, 'examples', 'cases'))
  .filter((name) => name.endsWith('.expected.json')).length;
const PATHS = [
  '/console',
  '/readyz',
  '/api/openapi.json',
  '/api/v1/books',
  '/api/v1/case-files/nanping-2015/statement',
];

const ask = (command, args) => execFileSync(command, args, { encoding: 'utf8' }).trim();

const user = process.argv[2];
const place = fs.mkdtempSync(join(os.tmpdir(), 'clean-machine-'));
const clone = join(place, 'fund');
const identity =
  user === undefined
    ? {}
    : { uid: parseInt(ask('id', ['-u', user]), 10), gid: parseInt(ask('id', ['-g', user]), 10) };
const environment = {
  PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
  HOME: join(place, 'home'),
  LANG: 'C',
  PORT: '0',
  npm_config_cache: join(place, 'cache'),
  npm_config_update_notifier: 'false',
};
const options = { cwd: clone, env: environment, ...identity };

function prepare() {
  execFileSync('git', ['clone', '--quiet', '--no-local', PROJECT, clone]);
  fs.mkdirSync(environment.HOME);
  fs.mkdirSync(environment.npm_config_cache);
  // Packages may come from the cache of this machine; everything else starts from nothing.
  const packages = join(ask('npm', ['config', 'get', 'cache']).split('\n').at(-1), '_cacache');
  if (fs.existsSync(packages)) {
    fs.cpSync(packages, join(environment.npm_config_cache, '_cacache'), { recursive: true });
  }
  if (user === undefined) {
    fs.chmodSync(place, 0o700);
  } else {
    execFileSync('chown', ['-R', user, place]);
    fs.chmodSync(place, 0o755);
  }
}

// As root below a closed folder it lies outside the clone.
let dataFolder;

async function until(what, condition, withinMs) {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`gave up waiting: ${what}`);
    await pause(20);
  }
}

function anythingLeft() {
  const { stdout } = require('node:child_process').spawnSync('pgrep', ['-af', clone], {
    encoding: 'utf8',
  });
  return stdout.trim();
}

async function signInToSandbox(url) {
  const answer = await fetch(`${url}/api/v1/sessions/sandbox`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'finance_officer' }),
  });
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

async function startAndStop(which) {
  const began = performance.now();
  // A group of its own, so that the signal reaches it as Ctrl-C does from a terminal.
  const npm = spawn('npm', ['start'], {
    ...options,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  try {
    await until('Serving', () => output.includes('Serving on') || npm.exitCode !== null, 120_000);
    const servingAfterMs = Math.round(performance.now() - began);
    const url = /Serving on (\S+)/.exec(output)?.[1];
    if (url === undefined) throw new Error('npm start ended by itself');
    const cookie = await signInToSandbox(url);
    for (const path of PATHS) {
      const { status } = await fetch(url + path, { headers: { cookie } });
      if (status !== 200) throw new Error(`${path} answers ${status}`);
    }
    dataFolder = /data in (.+)$/m.exec(output)?.[1];
    const asExpected = output.split('statement as expected, trial balance zero').length - 1;
    if (asExpected !== EXAMPLES)
      throw new Error(`${asExpected} of ${EXAMPLES} examples as expected`);
    process.kill(-npm.pid, 'SIGINT');
    await until('a clean end after Ctrl-C', () => anythingLeft() === '', 15_000);
    const who = user ?? os.userInfo().username;
    process.stdout.write(
      `${which} start as ${who}: serving after ${servingAfterMs} ms, stopped cleanly\n`,
    );
  } catch (error) {
    process.stderr.write(output);
    throw error;
  } finally {
    if (npm.exitCode === null) {
      try {
        process.kill(-npm.pid, 'SIGKILL');
      } catch {
        // It has ended in the meantime.
      }
    }
  }
}

async function main() {
  try {
    prepare();
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await startAndStop('first');
    await startAndStop('second');
  } finally {
    for (const folder of [place, dataFolder]) {
      if (folder !== undefined) fs.rmSync(folder, { recursive: true, force: true });
    }
  }
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
