import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { caseFileJsonSchema } from './casefile';
import { addBenchCommand } from './commands/bench/options';
import { describeBench } from './commands/bench/report';
import { addBankCommands } from './commands/bank-command';
import { importCalendar } from './commands/calendar-command';
import { type BalancesOptions, listBalances } from './commands/balances-command';
import { examine, type Finding } from './commands/doctor-command';
import { addDocumentCommands } from './commands/document-commands';
import { listQueue, type QueueSelection, retryFailed } from './commands/queue-command';
import { type InterestOptions, interestOfCase } from './commands/interest-command';
import { close, hold, reopen } from './commands/period-commands';
import { publish } from './commands/publication-command';
import { rebuild } from './commands/rebuild-command';
import { withProgress } from './commands/progress';
import { EXIT, runProcess, say } from './commands/run-process';
import { replay } from './commands/replay-command';
import { addSealCommands } from './commands/seal-cli';
import { addUserCommands } from './commands/user-cli';
import { work } from './commands/work-command';
import { type FundDatabase, migrateDatabase, openDatabase } from './database';
import type { Config } from './platform/config';

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const asJson = (value: unknown, pretty: boolean): string =>
  JSON.stringify(value, null, pretty ? 2 : undefined);

const MARKS = { ok: '✓', note: '·', fault: '✗' } as const;

function describe({ what, state, found, toDo }: Finding): string {
  const remedy = toDo === undefined ? '' : `\n    → ${toDo}`;
  return `${MARKS[state]} ${what}: ${found}${remedy}`;
}

/**
 * The commands of `npx fund`; each sets the exit status of the process. Those that serve HTTP are loaded when
 * they run: with them comes most of what there is to load.
 */
function commands(config: Config): Command {
  const open = () => openDatabase(config, say);
  const withDatabase = async (act: (database: FundDatabase) => Promise<void>): Promise<void> => {
    const database = await open();
    try {
      await act(database);
    } finally {
      await database.close();
    }
  };
  const fund = new Command('fund')
    .description('Public-interest litigation fund ledger · 环境公益诉讼专项资金台账')
    .exitOverride()
    .showHelpAfterError();

  fund
    .command('start')
    .description(
      'run everything in one process; on the embedded database replay the example cases first',
    )
    .action(() =>
      withDatabase(async (database) => {
        const { start } = await import('./commands/start-command.js');
        process.exitCode = (await start(config, database, print)) ? EXIT.done : EXIT.failed;
      }),
    );

  fund
    .command('work')
    .description('post what waits and seal it, until stopped; any number of these may run')
    .action(() =>
      withDatabase(async (database) => {
        await work(config, database, say);
      }),
    );

  const queue = fund.command('queue').description('look at what is not posted, and put it back');

  queue
    .command('list')
    .option('--failed', 'only what could not be posted, and why', false)
    .option('--waiting', 'only what waits', false)
    .option('--running', 'only what is being sealed, with REDIS_URL', false)
    .description(
      'print what waits, what could not be posted, and the sealing in hand, one JSON object a line',
    )
    .action((selection: QueueSelection) =>
      withDatabase(async (database) => {
        for await (const request of listQueue(database, selection, config.redisUrl)) {
          print(asJson(request, false));
        }
      }),
    );

  queue
    .command('retry')
    .argument('<request>', 'the number of a failed request')
    .requiredOption('--by <name>', 'who does it; stands in the audit trail')
    .description('put a failed request back among those that wait')
    .action((request: string, { by }: { by: string }) =>
      withDatabase(async (database) => {
        print(asJson(await retryFailed(database, request, by), false));
      }),
    );

  fund
    .command('replay')
    .argument('<file>', 'a case file, format casefile/1')
    .option(
      '--explain',
      'add every computed figure with its inputs, rule, article and steps',
      false,
    )
    .option('--pretty', 'print the statement for people', false)
    .description('replay a case file into its sandbox book and print its statement as JSON')
    .action(async (file: string, options: { explain: boolean; pretty: boolean }) => {
      print(asJson(await replay(file, options, open), options.pretty));
    });

  addSealCommands(fund, config, open, print);
  addBankCommands(fund, withDatabase, print);
  addDocumentCommands(fund, config, withDatabase, print);
  addUserCommands(fund, config, withDatabase, print);

  fund
    .command('schema')
    .description('print the JSON Schema of a case file')
    .action(() => {
      print(asJson(caseFileJsonSchema(), true));
    });

  fund
    .command('migrate')
    .description('bring the schema of the database up to date')
    .action(async () => {
      const ran = await migrateDatabase(config, say);
      for (const name of ran) print(name);
      say(ran.length === 0 ? 'The schema is up to date.' : `${ran.length} migrations have run.`);
    });

  fund
    .command('doctor')
    .description('look at what is configured and what is missing, and say what to do')
    .action(async () => {
      const findings = await examine(config, say);
      for (const finding of findings) print(describe(finding));
      process.exitCode = findings.some(({ state }) => state === 'fault') ? EXIT.failed : EXIT.done;
    });

  fund
    .command('balances')
    .requiredOption('--book <code>', 'the book')
    .option('--code <code>', 'accounts of this code')
    .option('--pool <name>', 'of this pool')
    .option('--case <number>', 'of the case with this number')
    .option('--party <name>', 'of this party')
    .option('--item <name>', 'of this item')
    .option('--as-of <day>', 'entries dated up to this day, YYYY-MM-DD')
    .option('--known-at <time>', 'what was booked up to this time, RFC 3339')
    .description('print accounts with their balances, one JSON object a line, and their total')
    .action((options: BalancesOptions) =>
      withDatabase((database) =>
        listBalances(database, options, (line) => {
          print(asJson(line, false));
        }),
      ),
    );

  fund
    .command('interest')
    .requiredOption('--case <number>', 'the case with this number')
    .requiredOption('--book <code>', 'the book that it is in')
    .requiredOption('--on <day>', 'up to this day, YYYY-MM-DD')
    .option('--amount <yuan>', 'what would be paid on that day')
    .option('--from <debtor>', 'by this defendant: its name or its reference')
    .description(
      'work out interest of both kinds and where a payment would go, as JSON; records nothing',
    )
    .action((options: InterestOptions) =>
      withDatabase(async (database) => {
        print(asJson(await interestOfCase(database, options), true));
      }),
    );

  fund
    .command('publication')
    .argument('<year>', 'YYYY')
    .requiredOption('--book <code>', 'the book')
    .option('--csv', 'as a table for spreadsheets', false)
    .description('print what is published of damage money for a year, case by case')
    .action((year: string, options: { book: string; csv: boolean }) =>
      withDatabase(async (database) => {
        const published = await publish(database, year, options);
        if (typeof published === 'string') process.stdout.write(published);
        else print(asJson(published, true));
      }),
    );

  fund
    .command('hold')
    .argument('<month>', 'YYYY-MM')
    .requiredOption('--book <code>', 'the book')
    .requiredOption('--by <name>', 'who does it; somebody else closes the month')
    .option('--off', 'take it off hold again', false)
    .description('put a month on hold, where it takes adjusting entries only')
    .action((month: string, options: { book: string; by: string; off: boolean }) =>
      withDatabase(async (database) => {
        print(asJson(await hold({ month, book: options.book }, options, database), true));
      }),
    );

  fund
    .command('close')
    .argument('<month>', 'YYYY-MM')
    .requiredOption('--book <code>', 'the book')
    .requiredOption('--by <name>', 'who closes it')
    .option('--check', 'only say whether it could be closed', false)
    .description('close a month with a snapshot of every balance')
    .action((month: string, options: { book: string; by: string; check: boolean }) =>
      withDatabase(async (database) => {
        const closed = await withProgress((progress) => {
          progress.during(`${options.book} ${month}`);
          return close({ month, book: options.book }, options, database);
        });
        print(asJson(closed, true));
      }),
    );

  fund
    .command('reopen')
    .argument('<month>', 'YYYY-MM')
    .requiredOption('--book <code>', 'the book')
    .requiredOption('--by <name>', 'who reopens it')
    .requiredOption('--second <name>', 'the second person')
    .requiredOption('--reason <text>', 'why')
    .description('open the last closed month again; closing it again makes a new version')
    .action(
      (month: string, options: { book: string; by: string; second: string; reason: string }) => {
        const { book, by, second, reason } = options;
        return withDatabase(async (database) => {
          print(asJson(await reopen({ month, book }, { by, second, reason }, database), true));
        });
      },
    );

  fund
    .command('calendar')
    .description('the days that are worked or off other than the week says')
    .command('import')
    .argument('<file>', 'CSV in UTF-8: day,working|holiday,note')
    .requiredOption('--by <name>', 'who does it; stands in the audit trail')
    .description('take the days of a file into the calendar, all or none')
    .action((file: string, { by }: { by: string }) =>
      withDatabase(async (database) => {
        print(asJson(await importCalendar(database, file, by), false));
      }),
    );

  fund
    .command('rebuild')
    .requiredOption('--check', 'compare only; figures are never overwritten')
    .option('--book <code>', 'this book only')
    .description('recompute balances and snapshots from the entries and compare them')
    .action((options: { book?: string }) =>
      withDatabase(async (database) => {
        await withProgress(async (progress) => {
          const books = rebuild(database, options.book, progress);
          for await (const book of books) print(`${MARKS.ok} ${book}`);
        });
      }),
    );

  addBenchCommand(fund, async ({ json, ...options }) => {
    const { bench } = await import('./commands/bench/bench-command.js');
    const report = await bench(config, options, say);
    if (json) say(describeBench(report));
    print(json ? asJson(report, true) : describeBench(report));
  });

  return fund;
}

void runProcess(async (config) => {
  try {
    await commands(config).parseAsync(process.argv);
  } catch (error) {
    // Commander has said what is wrong with the words of the call, or printed the help asked for.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.failed;
  }
});
