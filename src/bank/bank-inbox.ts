import { type InboxSource, ofHolders } from '../inbox';

const TODAY = `(now() AT TIME ZONE 'Asia/Shanghai')::date`;

/** Default of the bureau: so many days a line may be open before it is somebody's work. */
const MOST_DAYS = 7;

// One entry for an account, however many its lines are: they are found from the list of what is open.
const OVERDUE_LINES = `
  SELECT o.book_id || '-' || o.account_code AS id, 'bank_lines' AS kind,
         '银行流水未匹配：' || o.account_code || '，' || o.lines || ' 笔' AS title,
         'bank_lines/' || b.code || '/' || o.account_code AS subject, b.code AS book, NULL::bigint AS amount_fen,
         'to_match' AS state, NULL::uuid AS maker_id, l.imported_at AS made_at, 'finance_officer' AS role,
         NULL::uuid AS person_id,
         ((o.oldest_on + ${String(MOST_DAYS)})::timestamp AT TIME ZONE 'Asia/Shanghai') AS since,
         fund.add_working_days(o.oldest_on + ${String(MOST_DAYS)}, 5) AS due_on,
         '/console/bank?book=' || b.code || '&account=' || o.account_code || '&state=unmatched' AS link,
         k.bureau_id, NULL::uuid AS not_by
    FROM (SELECT s.book_id, s.account_code, count(*) AS lines, min(s.booked_on) AS oldest_on
            FROM fund.bank_line_standing s
           WHERE s.matched_fen <> s.amount_fen AND NOT s.ignored AND s.booked_on < ${TODAY} - ${String(MOST_DAYS)}
           GROUP BY s.book_id, s.account_code) o
    JOIN ledger.book b ON b.id = o.book_id
    JOIN fund.bureau_book k ON k.book_id = o.book_id
   CROSS JOIN LATERAL (
         SELECT t.imported_at FROM fund.bank_line_standing s
           JOIN fund.bank_line n ON n.id = s.line_id JOIN fund.bank_statement t ON t.id = n.statement_id
          WHERE s.book_id = o.book_id AND s.account_code = o.account_code AND s.booked_on = o.oldest_on
            AND s.matched_fen <> s.amount_fen AND NOT s.ignored
          ORDER BY s.line_id LIMIT 1) l`;

/** Lines that have been open for longer than a week: a finance officer matches, books or ignores them. */
export const OVERDUE_BANK_LINES: InboxSource = {
  name: 'bank_lines',
  ...ofHolders(OVERDUE_LINES, ['finance_officer']),
  actions: ({ stuck }) => (stuck ? [] : ['match']),
};

// A statement that another one took the place of waits for nobody.
const UNCONFIRMED = `
  SELECT r.id::text AS id, 'bank_reconciliation' AS kind,
         '银行余额调节表：' || r.account_code || '，截至 ' || r.as_of AS title,
         'bank_reconciliation/' || r.id AS subject, b.code AS book, NULL::bigint AS amount_fen,
         'to_confirm' AS state, r.made_by_id AS maker_id, r.made_at, 'reviewer' AS role, NULL::uuid AS person_id,
         r.made_at AS since, fund.add_working_days((r.made_at AT TIME ZONE 'Asia/Shanghai')::date, 3) AS due_on,
         '/console/bank/reconciliation?book=' || b.code || '&account=' || r.account_code || '&on=' || r.as_of AS link,
         k.bureau_id, r.made_by_id AS not_by
    FROM fund.bank_reconciliation r
    JOIN ledger.book b ON b.id = r.book_id
    JOIN fund.bureau_book k ON k.book_id = r.book_id
   WHERE NOT EXISTS (SELECT FROM fund.bank_reconciliation_confirming c WHERE c.reconciliation_id = r.id)
     AND NOT EXISTS (SELECT FROM fund.bank_reconciliation n
                      WHERE n.book_id = r.book_id AND n.account_code = r.account_code AND n.id > r.id)`;

/** Reconciliation statements that nobody but their maker stands for: a reviewer looks at them and confirms. */
export const UNCONFIRMED_RECONCILIATIONS: InboxSource = {
  name: 'bank_reconciliation',
  ...ofHolders(UNCONFIRMED, ['reviewer']),
  actions: ({ stuck }) => (stuck ? [] : ['confirm']),
};
