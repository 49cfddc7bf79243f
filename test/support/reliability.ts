import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Set by `npm run test:long`: the folder that gathers what each reliability test measured. */
export const FIGURES_VARIABLE = 'FUND_RELIABILITY_FIGURES';

/** Whether the tests run in their full sizes. */
export const isLongRun = process.env['FUND_LONG_TESTS'] === '1';

/** A size, count or time limit: one for `npm test`, one for `npm run test:long`. */
export const sized = <T>(short: T, long: T): T => (isLongRun ? long : short);

/** What a reliability test measured: its size, its failures, and whatever else it is judged by. */
export type Figures = Readonly<Record<string, string | number | boolean | object | null>>;

/** Keeps the figures of a test for `reliability-report.json`, and prints them with the test's output. */
export function reportFigures(test: string, figures: Figures): void {
  process.stderr.write(`${test}: ${JSON.stringify(figures)}\n`);
  const folder = process.env[FIGURES_VARIABLE];
  if (folder === undefined) return;
  writeFileSync(join(folder, `${test}.json`), JSON.stringify(figures));
}
