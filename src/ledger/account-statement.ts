import type { DataSource, EntityManager } from 'typeorm';

/** One entry of an account with the journal that it belongs to; amounts in fen, debit positive. */
export interface StatementLine {
  /** Number of the entry within its account. */
  readonly seq: bigint;
  readonly journal: bigint;
  readonly businessOn: string;
  readonly fact: string;
  readonly summary: string;
  readonly amount: bigint;
  readonly balanceAfter: bigint;
}

/** The last entries of an account before its entry `before`, the latest first, at most `limit`. */
export async function readAccountStatement(
  reader: DataSource | EntityManager,
  accountId: bigint,
  page: { readonly before?: bigint; readonly limit: number },
): Promise<StatementLine[]> {
  const rows = await reader.query<
    (Pick<StatementLine, 'businessOn' | 'fact' | 'summary'> &
      Record<'seq' | 'journal' | 'amount' | 'balanceAfter', string>)[]
  >(
    // OFFSET 0 keeps the journals looked up one by one, however many there are.
    `SELECT e.seq, e.journal_number AS journal, e.business_on AS "businessOn", j.fact, j.summary, e.amount,
            e.balance_after AS "balanceAfter"
       FROM (SELECT * FROM ledger.entry
              WHERE account_id = $1 AND ($2::bigint IS NULL OR seq < $2::bigint)
              ORDER BY account_id DESC, seq DESC LIMIT $3) e
      CROSS JOIN LATERAL (SELECT * FROM ledger.journal j
                           WHERE j.number = e.journal_number AND j.book_id = e.book_id OFFSET 0) j
      ORDER BY e.seq DESC`,
    [accountId.toString(), page.before?.toString() ?? null, page.limit],
  );
  return rows.map(({ seq, journal, amount, balanceAfter, ...row }) => ({
    ...row,
    seq: BigInt(seq),
    journal: BigInt(journal),
    amount: BigInt(amount),
    balanceAfter: BigInt(balanceAfter),
  }));
}
