// What is approved becomes an application with its costs, orders and receipts; n from $1 to $2.
const PART = 'n BETWEEN $1::integer AND $2::integer';
const APPROVED = `${PART} AND a.state IN ('to_pay', 'partly_paid', 'to_settle', 'surplus_due', 'settled')`;
const DAY = `date '2024-03-01'`;

const APPLICATIONS = `
  INSERT INTO fund.advance_application (id, book_id, case_id, organization_id, ref, status, total_fen, applicant,
      approver, applied_on, approved_on, approval_request_id)
  SELECT id, book_id, case_id, organization_id, ref, 'approved', fen * costs, 'maker', 'approver', at::date, at::date, id
    FROM bench_advance a WHERE ${APPROVED}`;
const COSTS = `
  INSERT INTO fund.advance_item (id, application_id, case_id, ref, ordinal, category, instance, payee, purpose,
      bank_account_id, account_fingerprint, applied_fen, approved_fen, paid_fen, settled_fen, surplus_demanded_fen)
  SELECT uuidv7(a.at - now()), a.id, a.case_id, a.ref || '-' || c, c, 'lawyer', 1, '吉林某律师事务所', '代理费',
         a.account_id, sha256('bench'), a.fen, a.fen,
         CASE WHEN a.state = 'to_pay' OR a.state = 'partly_paid' AND c = 2 THEN 0
              WHEN a.state = 'partly_paid' AND a.costs = 1 THEN a.fen / 2 ELSE a.fen END,
         CASE WHEN a.state = 'settled' THEN a.fen WHEN a.state IN ('to_settle', 'surplus_due') THEN a.fen / 2 ELSE 0 END,
         CASE a.state WHEN 'surplus_due' THEN a.fen - a.fen / 2 ELSE 0 END
    FROM bench_advance a, generate_series(1, a.costs) AS c WHERE ${APPROVED}`;

// What is paid was ordered, and a third of what is to be paid waits in orders; each of twenty costs of a book.
const LINES = `
  CREATE TEMP TABLE bench_line AS
  SELECT uuidv7(a.at - now()) AS line_id, i.id AS item_id, greatest(i.paid_fen, i.approved_fen / 2) AS fen,
         i.paid_fen > 0 AS is_paid, a.*, (row_number() OVER (PARTITION BY a.book_id ORDER BY i.id) - 1) / 20 AS turn
    FROM (SELECT n, id, at, state, book_id, officer_id, cashier_id, account_id FROM bench_advance) a
    JOIN fund.advance_item i ON i.application_id = a.id
   WHERE ${PART} AND (i.paid_fen > 0 OR a.state = 'to_pay' AND n % 3 = 0)`;
const ORDERS = `
  CREATE TEMP TABLE bench_order AS
  SELECT uuidv7(min(at) - now()) AS id, book_id, officer_id, turn,
         turn + 1 + (SELECT count(*) FROM fund.payment_order o WHERE o.book_id = l.book_id) AS ordinal
    FROM bench_line l GROUP BY book_id, officer_id, turn`;
const MAKE_ORDERS = `
  INSERT INTO fund.payment_order (id, book_id, year, ordinal, made_by_id, made_on, act_key, body_hash)
  SELECT id, book_id, 2024, ordinal, officer_id, ${DAY}, id::text, '' FROM bench_order ORDER BY book_id, ordinal`;
const ORDER_LINES = `
  INSERT INTO fund.payment_order_line (id, order_id, ordinal, item_id, approval_request_id, bank_account_id,
      account_fingerprint, amount_fen)
  SELECT l.line_id, o.id, row_number() OVER (PARTITION BY o.id ORDER BY l.item_id), l.item_id, l.id, l.account_id,
         sha256('bench'), l.fen
    FROM bench_line l JOIN bench_order o USING (book_id, turn)`;
const RESULTS = `
  INSERT INTO fund.payment_result (id, line_id, ordinal, result, result_on, bank_reference, approval_request_id,
      recorded_by_id)
  SELECT uuidv7(at - now()), line_id, 1, 'paid', ${DAY}, 'bench', id, cashier_id FROM bench_line WHERE is_paid`;

// A fifth of the receipts of what is not settled yet waits to be looked at, and a fifth was rejected.
const RECEIPTS = `
  CREATE TEMP TABLE bench_receipt AS
  SELECT uuidv7(a.at - now()) AS line_id, uuidv7(a.at - now()) AS invoice_id, i.id AS item_id, i.ref, i.ordinal,
         i.settled_fen, a.id, a.officer_id, a.document_id,
         CASE WHEN a.state <> 'to_settle' OR n % 5 > 1 THEN 'accepted'
              WHEN n % 5 = 0 THEN 'submitted' ELSE 'rejected' END AS state
    FROM bench_advance a JOIN fund.advance_item i ON i.application_id = a.id WHERE ${PART} AND i.settled_fen > 0`;
const SUBMISSIONS = `
  INSERT INTO fund.settlement_submission (id, application_id, submitted_by_id, submitted_on, act_key, body_hash)
  SELECT DISTINCT id, id, $1::uuid, ${DAY}, id::text, ''::bytea FROM bench_receipt`;
const INVOICES = `
  INSERT INTO fund.invoice (id, item_id, scope, issuer, number, amount_fen, settled_on)
  SELECT invoice_id, item_id, 0, '吉林某律师事务所', ref || '/' || id, settled_fen, ${DAY} FROM bench_receipt`;
const RECEIPT_LINES = `
  INSERT INTO fund.settlement_line (id, submission_id, ordinal, item_id, invoice_id, document_id, amount_fen,
      submitted_by_id)
  SELECT line_id, id, ordinal, item_id, invoice_id, document_id, settled_fen, $1::uuid FROM bench_receipt`;
const DECIDE = `
  UPDATE fund.settlement_line l
     SET state = r.state, decided_by_id = r.officer_id, decided_on = ${DAY}, reason = '与费用不符'
    FROM bench_receipt r WHERE r.line_id = l.id AND r.state <> 'submitted'`;
const CLEAR = 'DROP TABLE bench_line, bench_order, bench_receipt';

/** Steps from approval to settlement, in their order, with what each is about. */
export const MONEY: readonly (readonly [sql: string, about: 'part' | 'member' | 'all'])[] = [
  [APPLICATIONS, 'part'],
  [COSTS, 'part'],
  [LINES, 'part'],
  [ORDERS, 'all'],
  [MAKE_ORDERS, 'all'],
  [ORDER_LINES, 'all'],
  [RESULTS, 'all'],
  [RECEIPTS, 'part'],
  [SUBMISSIONS, 'member'],
  [INVOICES, 'all'],
  [RECEIPT_LINES, 'member'],
  [DECIDE, 'all'],
  [CLEAR, 'all'],
];
