/**
 * SQL: entries of an account that matches name by the request which makes them, with what of them is taken; those that
 * are not posted yet are left out.
 */
export const askedEntries = (book: string, account: string): string => `
    SELECT t.account_id, e.seq, t.taken_fen
      FROM fund.bank_entry_taken t JOIN ledger.journal j ON j.request_id = t.number
      JOIN ledger.entry e ON e.journal_number = j.number AND e.book_id = j.book_id AND e.account_id = t.account_id
     WHERE t.book_id = ${book} AND t.account_code = ${account} AND t.by_request`;
