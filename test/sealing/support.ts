import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { makeSealKeyIfMissing, readSealKey, type Reader, type SealKey } from '../../src/ledger';
import type { Difference } from '../../src/verifier';
import { reportFigures } from '../support/reliability';
import type { TestDatabase } from '../support/test-database';

/** A folder of its own with a fresh key in it. */
export function keyInFolder(): { folder: string; keyFile: string; key: SealKey } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fund-seal-')));
  const keyFile = join(folder, 'seal-key.pem');
  makeSealKeyIfMissing(keyFile);
  return { folder, keyFile, key: readSealKey(keyFile) };
}

/** Asks over a bare connection what others ask over a data source. */
export const readerOver = (client: Client): Reader => ({
  query: async <Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> =>
    (await client.query(sql, parameters)).rows as Row[],
});

/** What is sealed, and the seal; and what the trail tells of approvals. */
export const TABLES = [
  ...[
    'entry',
    'journal',
    'account',
    'account_balance',
    'book_head',
    'posting_request',
    'voucher_counter',
    'tree_node',
    'checkpoint',
  ].map((table) => `ledger.${table}`),
  ...[
    'audit_event',
    'audit_leaf',
    'audit_node',
    'audit_checkpoint',
    'approval_request',
    'approval_version',
    'approval_decision',
  ].map((table) => `fund.${table}`),
];

/** Statements of a superuser who first turned every guard off; what they did is taken back after. */
export async function asCheat<T>(
  database: TestDatabase,
  statements: readonly string[],
  look: (reader: Reader) => Promise<T>,
): Promise<T> {
  const client = new Client(database.superuserClient);
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const table of TABLES) {
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
    }
    for (const statement of statements) {
      const { rowCount } = await client.query(statement);
      if (rowCount === 0) throw new Error(`it changed nothing: ${statement}`);
    }
    return await look(readerOver(client));
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
    await client.end();
  }
}

/** Work of a superuser who turned the guards of tables off and on again; what it did stays. */
export async function withoutGuards(
  database: TestDatabase,
  tables: readonly string[],
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client(database.superuserClient);
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const table of tables) {
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    }
    await work(client);
    for (const table of tables) {
      const { rows } = await client.query<{ tgname: string }>(
        'SELECT tgname FROM pg_trigger WHERE tgrelid = $1::regclass AND NOT tgisinternal',
        [table],
      );
      for (const { tgname: guard } of rows) {
        await client.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${guard}`);
      }
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

/** Counts for the report how much was changed by force, and how much of that verifying showed. */
export class TamperCount {
  private cases = 0;
  private noticed = 0;

  /** Passes on what verifying showed after a change. */
  after(difference: Difference | undefined): Difference | undefined {
    this.cases += 1;
    if (difference !== undefined) this.noticed += 1;
    return difference;
  }

  report(log: 'books' | 'audit-trail'): void {
    const { cases, noticed } = this;
    reportFigures(`tamper-${log}`, { cases, noticed, failures: cases - noticed });
  }
}
