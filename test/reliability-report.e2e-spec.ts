import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildReport,
  gatherFigures,
  type JestResults,
  type ReliabilityReport,
} from '../scripts/reliability-report.cjs';

const SCRIPT = join(__dirname, '..', 'scripts', 'test-long.cjs');

const RESULTS: JestResults = {
  numPassedTests: 2,
  numFailedTests: 1,
  numPendingTests: 0,
  testResults: [
    {
      name: '/project/test/quick.e2e-spec.ts',
      status: 'passed',
      startTime: 1_000,
      endTime: 2_500,
      assertionResults: [{ fullName: 'is quick', status: 'passed', duration: 1_234 }],
    },
    {
      name: '/project/test/slow.e2e-spec.ts',
      status: 'failed',
      startTime: 0,
      endTime: 60_000,
      assertionResults: [
        { fullName: 'is slow', status: 'failed', duration: 59_000 },
        { fullName: 'was not timed', status: 'passed', duration: null },
      ],
    },
    {
      name: '/project/test/broken.e2e-spec.ts',
      status: 'failed',
      startTime: 0,
      endTime: 0,
      assertionResults: [],
    },
  ],
};

type Run = Parameters<typeof buildReport>[0];

const report = (run: Partial<Run>): ReturnType<typeof buildReport> =>
  buildReport({
    commit: 'c0ffee',
    started: new Date('2026-01-01T00:00:00Z'),
    ended: new Date('2026-01-01T01:00:00Z'),
    node: '20.19.0',
    machine: {},
    project: '/project',
    results: RESULTS,
    figures: {},
    problems: [],
    status: 0,
    ...run,
  });

describe('the reliability report', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'reliability-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells how long each file and each test took, the slowest first', () => {
    const { durations, tests, seconds } = report({}).report;
    expect(seconds).toBe(3_600);
    expect(tests).toEqual({
      passed: 2,
      failed: 1,
      skipped: 0,
      files: 3,
      filesNotRun: ['broken.e2e-spec.ts'],
    });
    expect(durations.map(({ file, seconds: each }) => [file, each])).toEqual([
      ['test/slow.e2e-spec.ts', 60],
      ['test/quick.e2e-spec.ts', 1.5],
      ['test/broken.e2e-spec.ts', 0],
    ]);
    expect(durations[0]?.tests).toEqual([
      { test: 'is slow', status: 'failed', seconds: 59 },
      { test: 'was not timed', status: 'passed', seconds: null },
    ]);
  });

  it('lifts versions, planted faults and tampering out of the figures', () => {
    const figures = {
      versions: { postgresql: '18.4', redis: '7.0.15' },
      'planted-faults': { planted: 9, caught: 9 },
      'tamper-books': { cases: 30, noticed: 30 },
      bench: { failures: 0 },
    };
    const { report: made } = report({ figures });
    expect(made.versions).toEqual({ node: '20.19.0', postgresql: '18.4', redis: '7.0.15' });
    expect(made.plantedFaults).toEqual({ planted: 9, caught: 9 });
    expect(made.tamper).toEqual({ 'tamper-books': { cases: 30, noticed: 30 } });
    expect(made.figures).toEqual({ bench: { failures: 0 } });
  });

  it('says so where tests did not report any of it', () => {
    const { report: made, status } = report({});
    expect(made).toMatchObject({ plantedFaults: null, tamper: null, figures: {}, problems: [] });
    expect(made.versions).toEqual({ node: '20.19.0', postgresql: null, redis: null });
    expect(status).toBe(0);
  });

  it('ends as Jest did, and never well where something is missing', () => {
    expect(report({ status: 3 }).status).toBe(3);
    expect(report({ status: null }).status).toBe(1);
    expect(report({ problems: ['a file of figures cannot be read'] }).status).toBe(1);
    const { report: made, status } = report({ results: undefined });
    expect(status).toBe(1);
    expect(made).toMatchObject({ tests: null, durations: [] });
    expect(made.problems).toEqual(['the run left no results: nothing was shown']);
  });

  it('names a file of figures that was written half', () => {
    writeFileSync(join(folder, 'whole.json'), '{"failures":0}');
    writeFileSync(join(folder, 'half.json'), '{"failu');
    const { figures, problems } = gatherFigures(folder);
    expect(figures).toEqual({ whole: { failures: 0 } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('half.json');
  });

  it('is written even when Jest could not begin', () => {
    const path = join(folder, 'report.json');
    const { status, stderr } = spawnSync(
      process.execPath,
      [SCRIPT, '--config', join(folder, 'there-is-none.json')],
      { encoding: 'utf8', env: { ...process.env, FUND_RELIABILITY_REPORT: path } },
    );
    expect(status).not.toBe(0);
    expect(stderr).toContain('the run left no results');
    const written = JSON.parse(readFileSync(path, 'utf8')) as ReliabilityReport;
    expect(written).toMatchObject({ tests: null, durations: [] });
    expect(written.problems.length).toBeGreaterThan(0);
  });
});
