import type { DataSource } from 'typeorm';

/** What must hold in every book, each as a query for what breaks it. */
const BROKEN_WHEN: Readonly<Record<string, string>> = {
  'a journal does not balance in a section': `
    SELECT e.journal_number, a.section, sum(e.amount)
      FROM ledger.entry e JOIN ledger.account a ON a.id = e.account_id
     WHERE e.book_id = $1 GROUP BY 1, 2 HAVING sum(e.amount) <> 0`,
  'a journal has no entries': `
    SELECT j.number FROM ledger.journal j
     WHERE j.book_id = $1 AND NOT EXISTS (
       SELECT FROM ledger.entry e WHERE e.book_id = j.book_id AND e.journal_number = j.number)`,
  'journal numbers have a gap': `
    SELECT number FROM (SELECT number, row_number() OVER (ORDER BY number) AS place
                          FROM ledger.journal WHERE book_id = $1) AS numbered
     WHERE number <> place`,
  'voucher numbers of a month and word have a gap': `
    SELECT voucher_month, voucher_word, voucher_number
      FROM (SELECT voucher_month, voucher_word, voucher_number,
                   row_number() OVER (PARTITION BY voucher_month, voucher_word
                                      ORDER BY voucher_number) AS place
              FROM ledger.journal WHERE book_id = $1) AS numbered
     WHERE voucher_number <> place`,
  'an account balance is not the sum of its entries': `
    SELECT a.code, b.posted, coalesce(sum(e.amount), 0)
      FROM ledger.account a
      LEFT JOIN ledger.account_balance b ON b.account_id = a.id
      LEFT JOIN ledger.entry e ON e.account_id = a.id
     WHERE a.book_id = $1 GROUP BY a.id, a.code, b.posted
    HAVING b.posted IS DISTINCT FROM coalesce(sum(e.amount), 0)`,
  'a hold is negative': `
    SELECT h.id FROM ledger.hold h JOIN ledger.account a ON a.id = h.account_id
     WHERE a.book_id = $1 AND h.remaining < 0`,
  'the held money of an account is not the sum of its holds': `
    SELECT a.code, b.held, coalesce(sum(h.remaining), 0)
      FROM ledger.account a
      JOIN ledger.account_balance b ON b.account_id = a.id
      LEFT JOIN ledger.hold h ON h.account_id = a.id
     WHERE a.book_id = $1 GROUP BY a.id, a.code, b.held
    HAVING b.held <> coalesce(sum(h.remaining), 0)`,
  'a refused event left a request': `
    SELECT r.idempotency_key
      FROM ledger.posting_request r
      JOIN fund.audit_event a ON a.book_id = r.book_id
       AND starts_with(r.idempotency_key, a.act_key || ':')
     WHERE r.book_id = $1 AND a.outcome = 'refused'`,
  'a refused event left a computation': `
    SELECT c.act_key, c.subject
      FROM fund.computation c
      JOIN fund.audit_event a ON a.book_id = c.book_id AND a.act_key = c.act_key
     WHERE c.book_id = $1 AND a.outcome = 'refused'`,
  'an event has not exactly one audit record with its outcome': `
    SELECT e.position, count(a.id)
      FROM fund.case_file f
      JOIN fund.case_file_event e ON e.case_file_id = f.id
      LEFT JOIN fund.audit_event a ON a.book_id = f.book_id
       AND a.act_key = 'casefile:' || f.id || ':' || e.position
       AND a.refusal_code IS NOT DISTINCT FROM e.code
     WHERE f.book_id = $1 GROUP BY e.position HAVING count(a.id) <> 1`,
  'a request was not posted': `
    SELECT id, status FROM ledger.posting_request WHERE book_id = $1 AND status <> 'posted'`,
};

/** Everything that is broken in the book of a case file. */
export async function brokenIn(dataSource: DataSource, caseFileId: string): Promise<object> {
  const [book] = await dataSource.query<{ id: number }[]>(
    'SELECT book_id AS id FROM fund.case_file WHERE id = $1',
    [caseFileId],
  );
  if (book === undefined) return { book: 'there is none' };
  const broken: Record<string, unknown> = {};
  for (const [name, query] of Object.entries(BROKEN_WHEN)) {
    const rows = await dataSource.query<unknown[]>(query, [book.id]);
    if (rows.length > 0) broken[name] = rows;
  }
  return broken;
}
