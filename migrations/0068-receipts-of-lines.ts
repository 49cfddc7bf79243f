import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A line of the bank's may be matched with an entry that is accepted and not posted yet, and a reference of the bank's
 * that a receipt used is free again once that receipt was taken back.
 */
export class ReceiptsOfLines0068 implements MigrationInterface {
  readonly name = 'ReceiptsOfLines1795392000068';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PARTS);
    await runner.query(matchedOf(OF_ENTRY_OR_REQUEST));
    await runner.query(REQUEST_MATCHED);
    await runner.query(wholeMatches(REQUESTS_HOLD));
    await runner.query(
      undoing('coalesce(l.booked_on, e.business_on, r.business_on)', REQUEST_OF_PART),
    );
    await runner.query(REFERENCES);
  }

  /** Refused by the constraints where a request was matched, or a reference used again. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER guard_receipt_reference ON fund.receipt;
      DROP FUNCTION fund.guard_receipt_reference();
      ALTER TABLE fund.receipt
        DROP CONSTRAINT uq_receipt_book_id_bank_reference_reference_use,
        DROP COLUMN reference_use,
        ADD CONSTRAINT uq_receipt_book_id_bank_reference UNIQUE (book_id, bank_reference);`);
    await runner.query(matchedOf(OF_ENTRY));
    await runner.query(wholeMatches(''));
    await runner.query(undoing('coalesce(l.booked_on, e.business_on)', ''));
    await runner.query(`
      DROP FUNCTION fund.bank_request_matched(bigint, bigint);
      ALTER TABLE fund.bank_match_part
        DROP CONSTRAINT ck_bank_match_part_side,
        DROP COLUMN request_id,
        ADD CONSTRAINT ck_bank_match_part_side
          CHECK (num_nonnulls(account_id, entry_seq) = CASE WHEN line_id IS NULL THEN 2 ELSE 0 END);`);
  }
}

const PARTS = `
ALTER TABLE fund.bank_match_part
  ADD COLUMN request_id bigint,
  DROP CONSTRAINT ck_bank_match_part_side,
  ADD CONSTRAINT ck_bank_match_part_side CHECK (CASE WHEN line_id IS NULL
    THEN account_id IS NOT NULL AND num_nonnulls(entry_seq, request_id) = 1
    ELSE num_nonnulls(account_id, entry_seq, request_id) = 0 END);
CREATE INDEX ix_bank_match_part_request_id ON fund.bank_match_part (request_id);
`;

const READER = 'LANGUAGE sql STABLE SET search_path = fund, pg_temp';
const DEFINER = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp`;

const STANDS = 'NOT EXISTS (SELECT FROM fund.bank_match_undoing u WHERE u.match_id = p.match_id)';

const OF_ENTRY = 'p.account_id = p_account AND p.entry_seq = p_seq';
const OF_ENTRY_OR_REQUEST = `p.account_id = p_account AND (p.entry_seq = p_seq OR p.request_id = (
     SELECT j.request_id FROM ledger.entry e
       JOIN ledger.journal j ON j.number = e.journal_number AND j.book_id = e.book_id
      WHERE e.account_id = p_account AND e.seq = p_seq))`;

const matchedOf = (parts: string): string => `
CREATE OR REPLACE FUNCTION fund.bank_entry_matched(p_account bigint, p_seq bigint) RETURNS bigint ${READER} AS $$
  SELECT coalesce(sum(p.amount_fen), 0)::bigint FROM fund.bank_match_part p
   WHERE ${parts} AND ${STANDS}
$$;`;

const REQUEST_MATCHED = `
-- What of the entry that a request makes, or has made, on an account stands in matches that were not undone.
CREATE FUNCTION fund.bank_request_matched(p_account bigint, p_request bigint) RETURNS bigint ${READER} AS $$
  SELECT coalesce(sum(p.amount_fen), 0)::bigint FROM fund.bank_match_part p
   WHERE p.account_id = p_account AND ${STANDS}
     AND (p.request_id = p_request OR p.entry_seq = (
       SELECT e.seq FROM ledger.journal j
         JOIN ledger.entry e ON e.journal_number = j.number AND e.book_id = j.book_id
        WHERE j.request_id = p_request AND e.account_id = p_account))
$$;
GRANT EXECUTE ON FUNCTION fund.bank_request_matched(bigint, bigint) TO fund_app, fund_web;
`;

/** A request has one line of the account, so that its entry is known before it is posted. */
const REQUESTS_HOLD = `
     OR EXISTS (
      SELECT FROM new_part n
        LEFT JOIN ledger.posting_request r ON r.id = n.request_id
        LEFT JOIN ledger.account a ON a.id = n.account_id
        CROSS JOIN LATERAL (
          SELECT count(*) AS times, sum(x.m) AS amount
            FROM jsonb_to_recordset(r.lines) AS x(a bigint, m bigint) WHERE x.a = n.account_id) line
       WHERE n.match_id = made.id AND n.request_id IS NOT NULL
         AND ((r.book_id, a.book_id, a.code) IS DISTINCT FROM (made.book_id, made.book_id, made.account_code)
              OR r.status NOT IN ('ready', 'posted') OR line.times <> 1 OR sign(n.amount_fen) <> sign(line.amount)
              OR abs(fund.bank_request_matched(n.account_id, n.request_id)) > abs(line.amount)))`;

const wholeMatches = (requests: string): string => `
CREATE OR REPLACE FUNCTION fund.assert_bank_match_whole() RETURNS trigger ${DEFINER} AS $$
DECLARE
  made record;
BEGIN
  FOR made IN
    SELECT m.id, m.book_id, m.account_code FROM bank_match m
     WHERE m.id IN (SELECT n.match_id FROM new_part n) ORDER BY m.book_id, m.account_code, m.id
  LOOP
    PERFORM fund.lock_bank_lines(made.book_id, made.account_code);
    IF (SELECT count(*) FROM bank_match_part p WHERE p.match_id = made.id)
         <> (SELECT count(*) FROM new_part n WHERE n.match_id = made.id)
       OR (SELECT count(*) < 2 OR sum(CASE WHEN n.line_id IS NULL THEN -n.amount_fen ELSE n.amount_fen END) <> 0
             FROM new_part n WHERE n.match_id = made.id) THEN
      RAISE EXCEPTION 'BANK_MATCH_UNBALANCED' USING ERRCODE = 'FL060';
    END IF;
    IF EXISTS (
      SELECT FROM new_part n LEFT JOIN bank_line l ON l.id = n.line_id
       WHERE n.match_id = made.id AND n.line_id IS NOT NULL
         AND ((l.book_id, l.account_code) IS DISTINCT FROM (made.book_id, made.account_code)
              OR fund.is_bank_line_ignored(l.id) OR sign(n.amount_fen) <> sign(l.amount_fen)
              OR abs(fund.bank_line_matched(l.id)) > abs(l.amount_fen)))
     OR EXISTS (
      SELECT FROM new_part n
        LEFT JOIN ledger.entry e ON e.account_id = n.account_id AND e.seq = n.entry_seq
        LEFT JOIN ledger.account a ON a.id = e.account_id
       WHERE n.match_id = made.id AND n.entry_seq IS NOT NULL
         AND ((e.book_id, a.code) IS DISTINCT FROM (made.book_id, made.account_code)
              OR sign(n.amount_fen) <> sign(e.amount)
              OR abs(fund.bank_entry_matched(e.account_id, e.seq)) > abs(e.amount)))${requests} THEN
      RAISE EXCEPTION 'BANK_MATCH_EXCEEDS' USING ERRCODE = 'FL060';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;`;

const REQUEST_OF_PART = `
      LEFT JOIN ledger.posting_request r ON r.id = p.request_id`;

const undoing = (day: string, request: string): string => `
CREATE OR REPLACE FUNCTION fund.guard_bank_match_undoing() RETURNS trigger ${DEFINER} AS $$
DECLARE
  made bank_match;
BEGIN
  SELECT m.* INTO made FROM bank_match m WHERE m.id = NEW.match_id;
  PERFORM fund.lock_bank_lines(made.book_id, made.account_code);
  IF EXISTS (
    SELECT FROM bank_match_part p
      LEFT JOIN bank_line l ON l.id = p.line_id
      LEFT JOIN ledger.entry e ON e.account_id = p.account_id AND e.seq = p.entry_seq${request}
     WHERE p.match_id = made.id AND ${day}
           <= fund.bank_reconciled_until(made.book_id, made.account_code, made.made_at)) THEN
    RAISE EXCEPTION 'BANK_RECONCILED' USING ERRCODE = 'FL060';
  END IF;
  RETURN NEW;
END $$;`;

const REFERENCES = `
-- The how manieth receipt it is that names a reference of the bank's; the former ones were taken back.
ALTER TABLE fund.receipt
  ADD COLUMN reference_use integer NOT NULL DEFAULT 1,
  DROP CONSTRAINT uq_receipt_book_id_bank_reference,
  ADD CONSTRAINT uq_receipt_book_id_bank_reference_reference_use UNIQUE (book_id, bank_reference, reference_use);
CREATE FUNCTION fund.guard_receipt_reference() RETURNS trigger ${DEFINER} AS $$
BEGIN
  NEW.reference_use := 1 + (
    SELECT count(*) FROM receipt f JOIN receipt_reversal v ON v.receipt_id = f.id
     WHERE f.book_id = NEW.book_id AND f.bank_reference = NEW.bank_reference);
  RETURN NEW;
END $$;
CREATE TRIGGER guard_receipt_reference BEFORE INSERT ON fund.receipt
  FOR EACH ROW EXECUTE FUNCTION fund.guard_receipt_reference();
ALTER TABLE fund.receipt ENABLE ALWAYS TRIGGER guard_receipt_reference;
`;
