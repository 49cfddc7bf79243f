import { type Command, InvalidArgumentError } from 'commander';

/** How much a benchmark measures. */
export interface BenchOptions {
  /** About how long posting is measured, all rounds together. */
  readonly seconds: number;
  /** How often everything is measured in turn; the medians are reported. */
  readonly rounds: number;
  /** Entries of the book that is verified, at least. */
  readonly verify: number;
  /** Entries of the book that posting and reading are measured in once more. */
  readonly grow?: number;
  /** Advances that lists are read among. */
  readonly advances?: number;
  /** Lines of a bank account that are read among as many entries. */
  readonly bankLines?: number;
  /** How often each read is measured in a round, with `grow`, `advances` and `bankLines`. */
  readonly reads: number;
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? parseInt(text, 10) : -1;
    if (value < least || value > most) {
      throw new InvalidArgumentError(`From ${least} to ${most}.`);
    }
    return value;
  };
}

const SIZES = `
The default run takes about three minutes and verifies 200,000 entries. The figures of docs/performance.md
come from larger sizes: --verify 1000000 adds some minutes, --grow 10000000 something like an hour and about
10 GB of disk; --advances 100000 takes some minutes, as does
--bank-lines 200000. Medians of few rounds or seconds say little.`;

/** Adds `fund bench` with its options; `run` measures. */
export function addBenchCommand(
  fund: Command,
  run: (options: BenchOptions & { readonly json: boolean }) => Promise<void>,
): void {
  fund
    .command('bench')
    .option('--json', 'print the report as JSON, and the table on standard error', false)
    .option(
      '--seconds <n>',
      'about how long posting is measured, 1 to 3600',
      wholeNumber(1, 3_600),
      60,
    )
    .option(
      '--rounds <n>',
      'how often everything is measured in turn, 1 to 99',
      wholeNumber(1, 99),
      5,
    )
    .option(
      '--verify <n>',
      'entries of the book that is sealed and verified, 1000 to 100000000',
      wholeNumber(1_000, 100_000_000),
      200_000,
    )
    .option(
      '--grow <n>',
      'measure posting and reading once more in a book of so many entries, 20000 to 100000000',
      wholeNumber(20_000, 100_000_000),
    )
    .option(
      '--advances <n>',
      'measure the lists once so many advances are filled in, 200 to 10000000',
      wholeNumber(200, 10_000_000),
    )
    .option(
      '--bank-lines <n>',
      'measure reads of a bank account once so many lines are filled in, 1000 to 10000000',
      wholeNumber(1_000, 10_000_000),
    )
    .option(
      '--reads <n>',
      'how often each read is measured in a round, with --grow, --advances and --bank-lines, 1 to 10000',
      wholeNumber(1, 10_000),
      100,
    )
    .description('measure posting and verifying in throw-away databases on the configured server')
    .addHelpText('after', SIZES)
    .action(run);
}
