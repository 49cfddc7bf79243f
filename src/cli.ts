import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { caseFileJsonSchema } from './casefile';
import { examine, type Finding } from './commands/doctor-command';
import { replay } from './commands/replay-command';
import { start } from './commands/start-command';
import { work } from './commands/work-command';
import { migrateDatabase, openDatabase } from './database';
import { DomainError, problemOfRefusal } from './errors';
import { type Config, ConfigError, readConfig } from './platform/config';
import { EmbeddedDatabaseError } from './platform/embedded-database';
import { createLogger } from './platform/logging';

const DONE = 0;
const FAILED = 1;
const REFUSED = 2;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const asJson = (value: unknown, pretty: boolean): string =>
  JSON.stringify(value, null, pretty ? 2 : undefined);

const MARKS = { ok: '✓', note: '·', fault: '✗' } as const;

function describe({ what, state, found, toDo }: Finding): string {
  const remedy = toDo === undefined ? '' : `\n    → ${toDo}`;
  return `${MARKS[state]} ${what}: ${found}${remedy}`;
}

/** The commands of `npx fund`; each sets the exit status of the process. */
function commands(config: Config): Command {
  const open = () => openDatabase(config, say);
  const fund = new Command('fund')
    .description('Public-interest litigation fund ledger · 环境公益诉讼专项资金台账')
    .exitOverride()
    .showHelpAfterError();

  fund
    .command('start')
    .description(
      'run everything in one process; on the embedded database replay the example cases first',
    )
    .action(async () => {
      const database = await open();
      try {
        process.exitCode = (await start(config, database, print)) ? DONE : FAILED;
      } finally {
        await database.close();
      }
    });

  fund
    .command('work')
    .description('post what waits, until stopped; any number of these may run')
    .action(async () => {
      const database = await open();
      try {
        await work(database, createLogger(config.logLevel));
      } finally {
        await database.close();
      }
    });

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
      process.exitCode = findings.some(({ state }) => state === 'fault') ? FAILED : DONE;
    });

  return fund;
}

/** What a person can do about a failure of the machine, in one or two lines. */
function explainFailure(error: unknown): string {
  if (error instanceof EmbeddedDatabaseError) return `${error.message}\n${error.whatToDo}`;
  if (error instanceof ConfigError) return error.message;
  const { code, address, port } = error as { code?: string; address?: string; port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port ?? ''} of ${address ?? ''} is taken. Stop what uses it, or set PORT to another one.`;
  }
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') {
    return `The database cannot be reached (${code}). Check DATABASE_URL, or unset it to use the embedded one.`;
  }
  if (code === '28P01' || code === '28000') {
    return 'The database refuses the login. Check user and password in DATABASE_URL.';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function main(): Promise<void> {
  try {
    const config = readConfig(process.env);
    try {
      await commands(config).parseAsync(process.argv);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      say(asJson(problemOfRefusal(error, config.language), true));
      process.exitCode = REFUSED;
    }
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? DONE : FAILED;
      return;
    }
    say(explainFailure(error));
    process.exitCode = FAILED;
  }
}

void main();
