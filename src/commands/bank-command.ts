import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { BANK_ACCOUNT_CODES, type BankAccountCode } from '../accounting';
import {
  hashOf,
  importStatement,
  planImport,
  profileNamed,
  requireRead,
  StatementReader,
  type Suggestion,
  suggestMatches,
} from '../bank';
import type { FundDatabase } from '../database';
import { DomainError, type Language } from '../errors';
import { languageOfEnvironment } from '../platform/config';
import { bookByCode } from '../ledger';
import { today } from '../platform/database/today';
import { inTransaction } from '../platform/database/transaction';
import { refusalOnRecord } from './refusal-on-record';

/** What `fund bank import` is asked for. */
export interface BankImportOptions {
  readonly book: string;
  readonly account: string;
  readonly profile: string;
  readonly dryRun: boolean;
  readonly by: string;
  /** Of whoever reads the faults of the file. */
  readonly language: Language;
}

/** What an import added, for the caller to print. */
export interface BankImportResult {
  readonly statement: string | null;
  readonly lines: number;
  readonly added: number;
  /** Lines of the file that were there already. */
  readonly known: readonly number[];
  /** Rows that are no movements. */
  readonly skipped: readonly number[];
}

function accountOf(code: string): BankAccountCode {
  const account = BANK_ACCOUNT_CODES.find((each) => each === code);
  if (account !== undefined) return account;
  throw new DomainError('PARAMETER_INVALID', 'invalid', {
    faults: [{ pointer: '/account', message: `must be one of ${BANK_ACCOUNT_CODES.join(', ')}` }],
  });
}

/**
 * Imports a statement of the bank's from a file, all of it or nothing; the same file again adds nothing.
 *
 * @throws DomainError BANK_FILE_INVALID with every fault, BANK_PROFILE_UNKNOWN, BANK_SERIAL_CHANGED, BANK_BALANCE_GAP
 */
export async function importBankFile(
  database: FundDatabase,
  path: string,
  {
    book: code,
    account: accountCode,
    profile: profileName,
    dryRun,
    by,
    language,
  }: BankImportOptions,
): Promise<BankImportResult> {
  const bytes = await readFile(path);
  const { dataSource } = database;
  const account = accountOf(accountCode);
  const book = await bookByCode(dataSource.manager, code);
  const event = {
    action: 'bank_statement.import',
    ...{ person: by, bookId: book.id, subject: `book/${code}` },
  };
  return refusalOnRecord(
    database,
    () => event,
    async () => {
      const profile = await profileNamed(dataSource.manager, book.id, profileName);
      const work = { bytes, format: profile.format, withRows: false };
      const { reading } = await new StatementReader().read(work);
      const statement = requireRead(reading, language);
      const { id, added, known } = await inTransaction(dataSource, async (tx) => {
        if (dryRun) {
          const plan = await planImport(tx, { bookId: book.id, account }, statement);
          return { id: null, added: plan.added.length, known: plan.known };
        }
        const fileHash = hashOf(bytes);
        const key = `bank-import:${account}:${fileHash.toString('hex')}`;
        const act = { tx, bookId: book.id, bookKind: book.kind, on: await today(tx), by, key };
        const fileName = basename(path);
        return importStatement(act, { account, fileName, fileHash, profile, statement });
      });
      return {
        ...{ statement: id, lines: statement.lines.length, added },
        known: known.map(({ line }) => line),
        skipped: statement.skipped,
      };
    },
  );
}

/** What `fund bank match` is asked for. */
export interface BankMatchOptions {
  readonly book: string;
  readonly account: string;
  readonly suggest: boolean;
}

/** Lines at most of which is said what they may be; the oldest. */
const MOST_SUGGESTED = 1_000;

/**
 * Says of open lines which entries they may be, and why; a person decides.
 *
 * @throws DomainError NOT_FOUND, PARAMETER_INVALID
 */
export async function suggestBankMatches(
  { dataSource }: FundDatabase,
  { book: code, account }: Pick<BankMatchOptions, 'book' | 'account'>,
): Promise<Suggestion[]> {
  const own = accountOf(account);
  return inTransaction(dataSource, async (tx) => {
    const { id: bookId } = await bookByCode(tx, code);
    return suggestMatches(tx, { bookId, account: own }, MOST_SUGGESTED);
  });
}

/** The commands of `npx fund bank`. */
export function addBankCommands(
  fund: Command,
  withDatabase: (act: (database: FundDatabase) => Promise<void>) => Promise<void>,
  print: (line: string) => void,
): void {
  const bank = fund.command('bank').description('statements of the own bank accounts');
  bank
    .command('match')
    .requiredOption('--suggest', 'only say what may be matched; a person decides')
    .requiredOption('--book <code>', 'the book')
    .requiredOption('--account <code>', `its account: ${BANK_ACCOUNT_CODES.join(', ')}`)
    .description('print open lines with the entries that they may be, one JSON object a line')
    .action((options: BankMatchOptions) =>
      withDatabase(async (database) => {
        const found = await suggestBankMatches(database, options);
        for (const suggestion of found) print(JSON.stringify(suggestion));
      }),
    );
  bank
    .command('import')
    .argument('<file>', 'as the bank exported it: CSV, XLSX or camt.053')
    .requiredOption('--book <code>', 'the book')
    .requiredOption('--account <code>', `its account: ${BANK_ACCOUNT_CODES.join(', ')}`)
    .option('--profile <name>', 'how the file is read; camt.053 needs none', 'camt.053')
    .option('--dry-run', 'only say what it would add', false)
    .requiredOption('--by <name>', 'who does it; stands in the audit trail')
    .description('import a statement, all of it or nothing; the same lines again add nothing')
    .action((file: string, options: Omit<BankImportOptions, 'language'>) =>
      withDatabase(async (database) => {
        const language = languageOfEnvironment(process.env);
        print(JSON.stringify(await importBankFile(database, file, { ...options, language })));
      }),
    );
}
