'use strict';
// Puts reliability-report.json together from what a run of the tests left behind.

const { readdirSync, readFileSync } = require('node:fs');
const { basename, join, relative } = require('node:path');

const NOT_SHOWN = [
  'a killed process is not a lost power supply: the page cache survives',
  'one node and one disk',
  'no network partition between two PostgreSQL servers',
  'no audit by an outside party',
];

const seconds = (ms) => Math.round(ms / 10) / 100;

/** A JSON file, or why it cannot be read. */
function readJson(path) {
  try {
    return { value: JSON.parse(readFileSync(path, 'utf8')) };
  } catch (error) {
    return { problem: error.message };
  }
}

/** What each test measured, by the name it gave; and the files that cannot be read. */
function gatherFigures(folder) {
  const figures = {};
  const problems = [];
  for (const file of readdirSync(folder).sort()) {
    const { value, problem } = readJson(join(folder, file));
    if (problem === undefined) figures[basename(file, '.json')] = value;
    else problems.push(`the figures ${file} cannot be read: ${problem}`);
  }
  return { figures, problems };
}

/** How long each file and each test took, the slowest first. */
function durationsOf(testResults, project) {
  const files = testResults.map(({ name, startTime, endTime, assertionResults }) => ({
    file: relative(project, name),
    seconds: seconds(endTime - startTime),
    tests: assertionResults.map(({ fullName, status, duration }) => ({
      test: fullName,
      status,
      seconds: typeof duration === 'number' ? seconds(duration) : null,
    })),
  }));
  return files.sort((one, other) => other.seconds - one.seconds);
}

function countsOf(results) {
  if (results === undefined) return null;
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = results;
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests,
    files: testResults.length,
    // These failed before any of their tests could.
    filesNotRun: testResults
      .filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.length)
      .map(({ name }) => basename(name)),
  };
}

/**
 * The report of a run; `status` is what the process should exit with, never 0 where there are no results.
 *
 * @param run `results`: what Jest wrote, undefined where it wrote nothing that can be read; `problems`: what
 *   went wrong around the tests; `figures`: by test; `status`: how Jest ended, null where it was killed
 */
function buildReport(run) {
  const { commit, started, ended, node, machine, project, results, figures, problems, status } =
    run;
  const { versions = {}, 'planted-faults': plantedFaults, ...measured } = figures;
  const named = (isOfKind) =>
    Object.fromEntries(Object.entries(measured).filter(([name]) => isOfKind(name)));
  const isTamper = (name) => name.startsWith('tamper-');
  const tamper = named(isTamper);
  const missing = results === undefined ? ['the run left no results: nothing was shown'] : [];
  const report = {
    commit,
    started: started.toISOString(),
    seconds: Math.round((ended - started) / 1000),
    versions: { node, postgresql: null, redis: null, ...versions },
    machine,
    problems: [...missing, ...problems],
    tests: countsOf(results),
    plantedFaults: plantedFaults ?? null,
    tamper: Object.keys(tamper).length > 0 ? tamper : null,
    figures: named((name) => !isTamper(name)),
    durations: results === undefined ? [] : durationsOf(results.testResults, project),
    notShown: NOT_SHOWN,
  };
  return { report, status: status === 0 && report.problems.length > 0 ? 1 : (status ?? 1) };
}

module.exports = { buildReport, gatherFigures, readJson };
