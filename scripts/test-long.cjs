'use strict';
// Runs all tests in their full sizes and writes reliability-report.json from what they measured.
// Arguments go on to Jest; FUND_RELIABILITY_REPORT names another file for the report.

const { execFileSync, spawnSync } = require('node:child_process');
const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { cpus, tmpdir, totalmem } = require('node:os');
const { join, resolve } = require('node:path');
const { buildReport, gatherFigures, readJson } = require('./reliability-report.cjs');

const PROJECT = join(__dirname, '..');
const REPORT = resolve(
  process.env.FUND_RELIABILITY_REPORT || join(PROJECT, 'reliability-report.json'),
);
const JEST = require.resolve('jest/bin/jest');

function commit() {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: PROJECT, encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

const gathered = mkdtempSync(join(tmpdir(), 'fund-long-'));
try {
  const folder = join(gathered, 'figures');
  mkdirSync(folder);
  const resultsFile = join(gathered, 'results.json');
  const started = new Date();
  const run = spawnSync(
    process.execPath,
    [JEST, '--json', `--outputFile=${resultsFile}`, ...process.argv.slice(2)],
    {
      cwd: PROJECT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, FUND_LONG_TESTS: '1', FUND_RELIABILITY_FIGURES: folder },
    },
  );
  const { value: results, problem } = readJson(resultsFile);
  const { figures, problems } = gatherFigures(folder);
  if (problem !== undefined) problems.unshift(`results of Jest: ${problem}`);
  if (run.error !== undefined) problems.unshift(`Jest could not be run: ${run.error.message}`);
  if (run.signal !== null) problems.unshift(`Jest was ended by ${run.signal}`);
  const { report, status } = buildReport({
    commit: commit(),
    started,
    ended: new Date(),
    node: process.versions.node,
    machine: {
      processors: cpus().length,
      model: cpus()[0]?.model ?? null,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    },
    project: PROJECT,
    results,
    figures,
    problems,
    status: run.status,
  });
  writeFileSync(REPORT, `${JSON.stringify(report, null, 2)}\n`);
  for (const each of report.problems) process.stderr.write(`${each}\n`);
  process.stderr.write(`${REPORT}\n`);
  process.exitCode = status;
} finally {
  rmSync(gathered, { recursive: true, force: true });
}
