'use strict';
// Runs all tests in their full sizes and writes reliability-report.json from what they measured.

const { execFileSync, spawnSync } = require('node:child_process');
const {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { cpus, tmpdir, totalmem } = require('node:os');
const { basename, join } = require('node:path');

const PROJECT = join(__dirname, '..');
const REPORT = join(PROJECT, 'reliability-report.json');
const JEST = require.resolve('jest/bin/jest');
const NOT_SHOWN = [
  'a killed process is not a lost power supply: the page cache survives',
  'one node and one disk',
  'no network partition between two PostgreSQL servers',
  'no audit by an outside party',
];

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

function commit() {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: PROJECT, encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

const gathered = mkdtempSync(join(tmpdir(), 'fund-long-'));
try {
  const figures = join(gathered, 'figures');
  mkdirSync(figures);
  const results = join(gathered, 'results.json');
  const started = new Date();
  const run = spawnSync(
    process.execPath,
    [JEST, '--json', `--outputFile=${results}`, ...process.argv.slice(2)],
    {
      cwd: PROJECT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, FUND_LONG_TESTS: '1', FUND_RELIABILITY_FIGURES: figures },
    },
  );
  const { numPassedTests: passed, numFailedTests: failed, testResults } = readJson(results);
  const tests = {};
  for (const file of readdirSync(figures))
    tests[basename(file, '.json')] = readJson(join(figures, file));
  const report = {
    commit: commit(),
    started: started.toISOString(),
    seconds: Math.round((Date.now() - started.getTime()) / 1000),
    node: process.version,
    machine: {
      processors: cpus().length,
      model: cpus()[0]?.model ?? null,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    },
    tests: { passed, failed, files: testResults.length },
    figures: tests,
    notShown: NOT_SHOWN,
  };
  writeFileSync(REPORT, `${JSON.stringify(report, null, 2)}\n`);
  process.stderr.write(`${REPORT}\n`);
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(gathered, { recursive: true, force: true });
}
