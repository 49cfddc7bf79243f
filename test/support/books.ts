import type { DataSource } from 'typeorm';

/** What must be empty in every book: each row names a rule that is broken and where. */
export async function brokenRules(dataSource: DataSource): Promise<unknown[]> {
  return dataSource.query(`
    SELECT 'journal does not balance' AS rule, e.book_id, e.journal_number::text AS place
      FROM ledger.entry e JOIN ledger.account a ON a.id = e.account_id
     GROUP BY e.book_id, e.journal_number, a.section HAVING sum(e.amount) <> 0
    UNION ALL
    SELECT 'journal has missing entries', j.book_id, j.number::text
      FROM ledger.journal j
     WHERE j.entry_count <> (SELECT count(*) FROM ledger.entry e WHERE e.journal_number = j.number AND e.book_id = j.book_id)
    UNION ALL
    SELECT 'gap in journal numbers', book_id, max(number)::text
      FROM ledger.journal GROUP BY book_id HAVING max(number) <> count(*)
    UNION ALL
    SELECT 'gap in voucher numbers', book_id, voucher_word || voucher_month::text
      FROM ledger.journal GROUP BY book_id, voucher_word, voucher_month
    HAVING max(voucher_number) <> count(*) OR min(voucher_number) <> 1
    UNION ALL
    SELECT 'balance is not the sum of its entries', a.book_id, a.code
      FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
     WHERE b.posted <> coalesce((SELECT sum(e.amount) FROM ledger.entry e WHERE e.account_id = a.id), 0)
    UNION ALL
    SELECT 'held differs from the holds', a.book_id, a.code
      FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
     WHERE b.held <> coalesce((SELECT sum(h.remaining) FROM ledger.hold h WHERE h.account_id = a.id), 0)
    UNION ALL
    SELECT 'request is not posted', book_id, idempotency_key FROM ledger.posting_request WHERE status <> 'posted'`);
}

/** Everything the books of a case file say, without what differs from one database to the next. */
export async function booksOf(dataSource: DataSource, caseFileId: string): Promise<unknown[]> {
  return dataSource.query(
    `SELECT j.number, j.voucher_word, j.voucher_month, j.voucher_number, j.business_on, j.fact, j.summary, j.made_by,
            j.reverses, e.line, a.code, a.dimension_1, a.dimension_3, a.dimension_4, e.amount, e.balance_after, e.facets
       FROM fund.case_file f
       JOIN ledger.journal j ON j.book_id = f.book_id
       JOIN ledger.entry e ON e.book_id = f.book_id AND e.journal_number = j.number
       JOIN ledger.account a ON a.id = e.account_id
      WHERE f.id = $1 ORDER BY j.number, e.line`,
    [caseFileId],
  );
}
