import { uuidv7 } from 'uuidv7';
import { recordAct } from '../audit';
import { formatYuan } from '../money';
import type { Work } from '../platform/work';
import { BankStatement } from './bank-statement.entity';
import { last4Of } from './identify-lines';
import {
  type ImportPlan,
  type KnownLine,
  lockAccount,
  type NewLine,
  type OwnAccount,
  planImport,
} from './plan-import';
import type { UsedProfile } from './profiles';
import type { Statement } from './reading/statement';

/** A statement that was read, and what it came from. */
export interface StatementToImport {
  readonly account: OwnAccount['account'];
  readonly fileName: string;
  /** SHA-256 of the bytes. */
  readonly fileHash: Buffer;
  readonly profile: UsedProfile;
  readonly statement: Statement;
}

/** What became of an import. */
export interface Imported {
  /** Null where every line was known: then nothing is kept of the file but the record in the trail. */
  readonly id: string | null;
  readonly added: number;
  readonly known: readonly KnownLine[];
}

const INSERT_LINES = `
  INSERT INTO fund.bank_line (id, statement_id, book_id, account_code, position, line, booked_on, serial, amount_fen,
    balance_fen, counterparty, counterparty_last4, remark, identity, content_hash)
  SELECT x.id, $2, $3, $4, x.position, x.line, x.booked_on, x.serial, x.amount, x.balance, x.counterparty, x.last4,
         x.remark, x.identity, x.content
    FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, position integer, line integer, booked_on date, serial text,
           amount bigint, balance bigint, counterparty text, last4 text, remark text, identity bytea, content bytea)`;

const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;

const rowOf = (line: NewLine) => ({
  id: uuidv7(),
  position: line.position,
  line: line.line,
  booked_on: line.on,
  serial: line.serial,
  amount: line.amount.toString(),
  balance: line.balance?.toString() ?? null,
  counterparty: line.counterparty,
  last4: line.last4,
  remark: line.remark,
  identity: hex(line.identity),
  content: hex(line.contentHash),
});

async function keep(work: Work, given: StatementToImport, { added }: ImportPlan): Promise<string> {
  const { tx, bookId } = work;
  const { account, fileName, fileHash, profile, statement } = given;
  const id = uuidv7();
  await tx.insert(BankStatement, {
    id,
    bookId,
    accountCode: account,
    fileName,
    fileHash,
    profileName: profile.name,
    profileVersion: profile.version,
    profileHash: profile.hash,
    statedLast4: last4Of(statement.account),
    openingFen: statement.opening,
    closingFen: statement.closing,
    lineCount: statement.lines.length,
    newCount: added.length,
    importedBy: work.by,
    importedById: work.from?.personId ?? null,
  });
  // In one statement: the balances are followed through all lines when it ends.
  await tx.query(INSERT_LINES, [JSON.stringify(added.map(rowOf)), id, bookId, account]);
  return id;
}

/**
 * Imports a statement: the lines that are new, and none twice, however often and by however many it is sent.
 *
 * @throws DomainError BANK_SERIAL_CHANGED, BANK_BALANCE_GAP
 */
export async function importStatement(work: Work, given: StatementToImport): Promise<Imported> {
  const { account, fileName, fileHash, profile, statement } = given;
  const own = { bookId: work.bookId, account };
  await lockAccount(work.tx, own);
  const plan = await planImport(work.tx, own, statement);
  const id = plan.added.length === 0 ? null : await keep(work, given, plan);
  await recordAct(
    work,
    'bank_statement.import',
    {
      ...{ statement: id, account, fileName, fileHash: fileHash.toString('hex') },
      profile: `${profile.name}/${String(profile.version)}`,
      added: plan.added.length,
      known: plan.known.length,
      closing: statement.closing === null ? null : formatYuan(statement.closing),
    },
    null,
    { afterHash: fileHash },
  );
  return { id, added: plan.added.length, known: plan.known };
}
