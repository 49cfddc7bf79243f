#!/usr/bin/env node
'use strict';

// `npx fund …`: builds the service and its console when the sources have changed, then runs dist/src/cli.js in this process.
// Standard output belongs to the command, so everything said here goes to standard error.

const { createHash } = require('node:crypto');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const { basename, dirname, join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const PROJECT = dirname(__dirname);
const CLI = join(PROJECT, 'dist', 'src', 'cli.js');
const STAMP = join(PROJECT, 'dist', '.built-from');
const NEST = join(PROJECT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
/** Not below dist, which every build begins by deleting. */
const LOCK_FOLDER = join(PROJECT, '.cache', 'build');
const LOCK_WAIT_MS = 300_000;

const VITE = join(PROJECT, 'node_modules', 'vite', 'bin', 'vite.js');

const SOURCES = ['src', 'migrations', 'web', 'package-lock.json', 'nest-cli.json'];

class Refusal extends Error {}

/** A hash of the names and contents of all that goes into a build. */
function fingerprint() {
  const hash = createHash('sha256');
  const add = (path) => {
    const entry = fs.statSync(join(PROJECT, path), { throwIfNoEntry: false });
    if (entry?.isDirectory()) {
      for (const name of fs.readdirSync(join(PROJECT, path)).sort()) add(join(path, name));
    } else if (entry !== undefined && !path.endsWith('.spec.ts')) {
      hash.update(`${path}\0${entry.size}\0`).update(fs.readFileSync(join(PROJECT, path)));
    }
  };
  const configs = fs.readdirSync(PROJECT).filter((name) => /^tsconfig.*\.json$/.test(name));
  [...SOURCES, ...configs.sort()].forEach(add);
  return hash.digest('hex');
}

function readIfThere(path) {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isBuilt() {
  return fs.existsSync(CLI) && readIfThere(STAMP) === fingerprint();
}

/** Whether the build can be left out: it is fresh, or this installation brings it ready-made. */
function canRunAsIs() {
  const isInsidePackages = basename(dirname(PROJECT)) === 'node_modules';
  if (!isInsidePackages && !fs.existsSync(join(PROJECT, 'node_modules'))) {
    throw new Refusal(`The packages are not installed. Run "npm ci" in ${PROJECT} first.`);
  }
  const canBuild = fs.existsSync(NEST) && fs.existsSync(join(PROJECT, 'src'));
  if (canBuild) return isBuilt();
  if (fs.existsSync(CLI)) return true;
  throw new Refusal(
    `There is no build in ${join(PROJECT, 'dist')} and no compiler to make one. ` +
      `Run "npm ci" with the development dependencies in ${PROJECT} first.`,
  );
}

async function buildOnce() {
  fs.mkdirSync(LOCK_FOLDER, { recursive: true });
  const lock = await takeLock();
  try {
    // Another process may have built while we waited for the lock.
    if (!isBuilt()) await build(lock);
  } finally {
    writeWhole(lock, 'released');
  }
}

async function build(lock) {
  // Taken before the build: what changes while it runs is built by the next start.
  const builtFrom = fingerprint();
  await compile(lock, 'nest', [NEST, 'build']);
  // After the compiler of the service, which begins by deleting all of dist.
  await compile(lock, 'vite', [VITE, 'build', 'web', '--logLevel', 'warn']);
  if (!fs.existsSync(CLI)) throw new Refusal(`The build made no ${CLI}.`);
  writeWhole(STAMP, builtFrom);
}

async function compile(lock, compiler, args) {
  const child = spawn(process.execPath, args, { cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe'] });
  // Should we be killed, the compiler goes on writing into dist: it holds the lock as well.
  if (child.pid !== undefined) writeWhole(lock, `${mark(process.pid)} ${mark(child.pid)}`);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const end = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  if (end !== 0) throw new Refusal(`${output.trimEnd()}\nThe build failed (${compiler}: ${end}).`);
}

// The lock is the file lock.<n> with the highest n; to lock means to create the next n, which only
// one process can. One file that is deleted and made anew would not do: of two processes that find
// it stale, the slower one would delete the fresh lock of the faster one.

async function takeLock() {
  const draft = join(LOCK_FOLDER, `draft-${process.pid}-${process.hrtime.bigint()}`);
  const deadline = Date.now() + LOCK_WAIT_MS;
  fs.writeFileSync(draft, mark(process.pid));
  try {
    for (;;) {
      const newest = newestLock();
      const holder = livingHolder(newest);
      const lock = holder === undefined ? tryTake(draft, newest + 1) : undefined;
      if (lock !== undefined) return lock;
      if (holder !== undefined && Date.now() > deadline) {
        throw new Refusal(
          `Process ${holder} has been building for minutes. Stop it and try again.`,
        );
      }
      await sleep(20 + 20 * Math.random());
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

function tryTake(draft, generation) {
  const lock = lockPath(generation);
  try {
    fs.linkSync(draft, lock);
  } catch (error) {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  }
  // Others may have gone through several generations since we looked; the newest always stays.
  if (newestLock() > generation) {
    fs.rmSync(lock, { force: true });
    return undefined;
  }
  for (const older of generations()) {
    if (older < generation) fs.rmSync(lockPath(older), { force: true });
  }
  return lock;
}

function livingHolder(generation) {
  const holders = (readIfThere(lockPath(generation)) ?? '').split(' ');
  return holders
    .filter((holder) => /^\d+:/.test(holder))
    .map((holder) => [holder, Number(holder.split(':')[0])])
    .find(([holder, pid]) => mark(pid) === holder)?.[1];
}

/** "pid:start" of a living process, so that a later process with the same pid is not taken for it. */
function mark(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return undefined;
  }
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return `${pid}:`;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : `${pid}:${fields[19]}`;
}

function generations() {
  return fs.readdirSync(LOCK_FOLDER).flatMap((name) => {
    const generation = /^lock\.(\d+)$/.exec(name)?.[1];
    return generation === undefined ? [] : [Number(generation)];
  });
}

function newestLock() {
  return Math.max(0, ...generations());
}

function lockPath(generation) {
  return join(LOCK_FOLDER, `lock.${generation}`);
}

/** Nobody ever reads half of it. */
function writeWhole(path, text) {
  const draft = `${path}.draft-${process.pid}`;
  fs.writeFileSync(draft, text);
  fs.renameSync(draft, path);
}

function explain(error) {
  process.stderr.write(`${error instanceof Refusal ? error.message : error.stack}\n`);
  process.exitCode = 1;
}

let isReady;
try {
  isReady = canRunAsIs();
} catch (error) {
  explain(error);
}
if (isReady === true) {
  require(CLI);
} else if (isReady === false) {
  buildOnce().then(() => void require(CLI), explain);
}
