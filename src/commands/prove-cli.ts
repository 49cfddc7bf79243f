import { type Command, InvalidArgumentError, Option } from 'commander';
import type { FundDatabase } from '../database';
import { proveGrown, proveIncluded } from './prove-commands';

interface ProveOptions {
  readonly book?: string;
  readonly audit?: boolean;
  readonly journal?: bigint;
  readonly event?: string;
  readonly size?: bigint;
  readonly from?: bigint;
  readonly to?: bigint;
}

function wholeNumber(text: string): bigint {
  if (!/^[1-9]\d{0,17}$/.test(text)) throw new InvalidArgumentError('A whole number from 1.');
  return BigInt(text);
}

function eventId(text: string): string {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
  if (!isId) throw new InvalidArgumentError('The id of an event, a UUID.');
  return text;
}

/** What is to be proved; undefined where the options say nothing, or too much. */
function proofOf({ book, audit, journal, event, size, from, to }: ProveOptions) {
  if ((book === undefined) === (audit !== true)) return undefined;
  if (from !== undefined || to !== undefined) {
    const isMixed = journal !== undefined || event !== undefined || size !== undefined;
    if (isMixed || from === undefined || to === undefined) return undefined;
    return (database: FundDatabase) => proveGrown(database, { book, audit }, from, to);
  }
  if (book !== undefined && journal !== undefined && event === undefined) {
    return (database: FundDatabase) => proveIncluded(database, { book, journal }, size);
  }
  if (audit === true && event !== undefined && journal === undefined) {
    return (database: FundDatabase) => proveIncluded(database, { event }, size);
  }
  return undefined;
}

const ASK =
  `error: give '--book <book> --journal <n>' or '--audit --event <id>' for one of them, ` +
  `or '--book <book>' or '--audit' with '--from <size> --to <size>' for how it grew`;

/** The command of `npx fund` that proves, by what is sealed, one thing to whoever does not get it all. */
export function addProveCommand(
  fund: Command,
  inDatabase: (work: (database: FundDatabase) => Promise<void>) => Promise<void>,
  print: (line: string) => void,
): void {
  fund
    .command('prove')
    .option('--book <book>', 'of this book')
    .addOption(new Option('--audit', 'of the audit trail').conflicts('book'))
    .option('--journal <n>', 'that the journal of this number is sealed', wholeNumber)
    .option('--event <id>', 'that the event of this id is sealed', eventId)
    .option('--size <n>', 'under the checkpoint of this size, not the last one', wholeNumber)
    .option('--from <n>', 'that what a checkpoint of this size covers', wholeNumber)
    .option('--to <n>', 'is the beginning of what that of this size covers', wholeNumber)
    .description('print a proof as JSON, to be checked elsewhere with `verify --proof`')
    .action(async (options: ProveOptions, command: Command) => {
      const prove = proofOf(options) ?? command.error(ASK);
      await inDatabase(async (database) => {
        print(JSON.stringify(await prove(database)));
      });
    });
}
