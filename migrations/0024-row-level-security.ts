import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rows for those they concern: whoever calls over the network works as `fund_web` and sees what the
 * policies here let through, whatever the code above forgot. The processes themselves work as `fund_app`.
 */
export class RowLevelSecurity0024 implements MigrationInterface {
  readonly name = 'RowLevelSecurity1795392000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CALLER);
    for (const [table, seen] of Object.entries(SEEN)) await runner.query(protect(table, seen));
    await runner.query(WRITES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER keep_to_own_books ON ledger.posting_request;
      DROP TRIGGER keep_to_own_books ON ledger.hold;
      DROP POLICY recorded ON fund.audit_event;`);
    for (const table of Object.keys(SEEN)) await runner.query(unprotect(table));
    await runner.query(`
      REVOKE ALL ON ALL TABLES IN SCHEMA fund, ledger FROM fund_web;
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA fund, ledger FROM fund_web;
      REVOKE USAGE ON SCHEMA fund, ledger FROM fund_web;
      DROP FUNCTION fund.keep_to_own_books(), fund.readable_books(), fund.books_of_own_kind(), fund.own_books(), fund.own_bureau(),
        fund.own_credit_code(), fund.is_sandbox();`);
  }
}

// Empty and absent are the same: after SET LOCAL ends the setting is '' and not NULL.
const CALLER = `
CREATE FUNCTION fund.own_bureau() RETURNS uuid LANGUAGE sql STABLE
  RETURN nullif(current_setting('app.bureau', true), '')::uuid;
CREATE FUNCTION fund.own_credit_code() RETURNS text LANGUAGE sql STABLE
  RETURN nullif(current_setting('app.credit_code', true), '');
CREATE FUNCTION fund.is_sandbox() RETURNS boolean LANGUAGE sql STABLE
  RETURN coalesce(current_setting('app.sandbox', true) = 'true', false);

-- The books of the caller's bureau; in the sandbox those that belong to nobody as well.
CREATE FUNCTION fund.own_books() RETURNS integer[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = fund, pg_temp AS $$
  SELECT coalesce(array_agg(b.id), '{}')
    FROM ledger.book b LEFT JOIN fund.bureau_book o ON o.book_id = b.id
   WHERE fund.own_bureau() IS NOT NULL AND (b.kind = 'sandbox') = fund.is_sandbox()
     AND (o.bureau_id = fund.own_bureau() OR o.bureau_id IS NULL AND fund.is_sandbox())
$$;

-- And those of the bureaus that it may read.
CREATE FUNCTION fund.readable_books() RETURNS integer[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = fund, pg_temp AS $$
  SELECT fund.own_books() || ARRAY(
    SELECT o.book_id FROM fund.bureau_book o JOIN fund.bureau_reading r ON r.bureau_id = o.bureau_id
     WHERE r.reader_id = fund.own_bureau() AND NOT fund.is_sandbox())
$$;

-- What is invented and what is real never meet.
CREATE FUNCTION fund.books_of_own_kind() RETURNS integer[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = fund, pg_temp AS $$
  SELECT coalesce(array_agg(b.id), '{}') FROM ledger.book b WHERE (b.kind = 'sandbox') = fund.is_sandbox()
$$;

GRANT USAGE ON SCHEMA fund, ledger TO fund_web;
REVOKE ALL ON FUNCTION fund.own_books(), fund.readable_books(), fund.books_of_own_kind() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fund.own_books(), fund.readable_books(), fund.books_of_own_kind()
  TO fund_app, fund_web;
`;

const IN_BOOKS = 'book_id = ANY ((SELECT fund.readable_books())::integer[])';
/** A row is seen with the row it belongs to. */
export const through = (parent: string, column: string): string =>
  `EXISTS (SELECT FROM ${parent} parent WHERE parent.id = ${column})`;
const CASE = through('fund.litigation_case', 'case_id');
const ORGANIZATION = through('fund.organization', 'organization_id');
const ACCOUNT = through('ledger.account', 'account_id');

/** When a caller sees a row of a table. */
const SEEN: Readonly<Record<string, string>> = {
  'ledger.book': 'id = ANY ((SELECT fund.readable_books())::integer[])',
  'ledger.book_head': IN_BOOKS,
  'ledger.period': IN_BOOKS,
  'ledger.period_closing': IN_BOOKS,
  'ledger.period_snapshot': IN_BOOKS,
  'ledger.period_reopening': IN_BOOKS,
  'ledger.account': IN_BOOKS,
  'ledger.account_balance': ACCOUNT,
  'ledger.posting_request': IN_BOOKS,
  'ledger.hold': ACCOUNT,
  'ledger.voucher_counter': IN_BOOKS,
  'ledger.journal': IN_BOOKS,
  'ledger.entry': IN_BOOKS,
  'ledger.tree_node': IN_BOOKS,
  'ledger.checkpoint': IN_BOOKS,
  'fund.litigation_case': IN_BOOKS,
  'fund.defendant': CASE,
  'fund.stay': CASE,
  'fund.audit_event': `${IN_BOOKS} OR book_id IS NULL AND (bureau_id = fund.own_bureau()
    OR person_id IN (SELECT p.id FROM fund.person p))`,
  'fund.computation': IN_BOOKS,
  // An organization sees its own file, in every bureau's books.
  'fund.organization': `${IN_BOOKS} OR uscc = fund.own_credit_code()
    AND book_id = ANY ((SELECT fund.books_of_own_kind())::integer[])`,
  'fund.organization_penalty': ORGANIZATION,
  'fund.qualification': ORGANIZATION,
  'fund.advance_application': ORGANIZATION,
  'fund.advance_item': through('fund.advance_application', 'application_id'),
  'fund.advance_payment': through('fund.advance_item', 'item_id'),
  'fund.invoice': through('fund.advance_item', 'item_id'),
  'fund.cost_absorption': through('fund.advance_item', 'item_id'),
  'fund.appropriation': IN_BOOKS,
  'fund.sanction': CASE,
  'fund.award': CASE,
  'fund.award_share': ORGANIZATION,
  'fund.judgment': CASE,
  'fund.judgment_item': CASE,
  'fund.item_debtor': through('fund.judgment_item', 'item_id'),
  'fund.claim_balance': through('fund.judgment_item', 'item_id'),
  'fund.receipt': IN_BOOKS,
  'fund.receipt_allocation': through('fund.receipt', 'receipt_id'),
  'fund.organization_recovery': ORGANIZATION,
  'fund.write_off': through('fund.judgment_item', 'item_id'),
  'fund.restoration_plan': CASE,
  'fund.plan_milestone': through('fund.restoration_plan', 'plan_id'),
  'fund.case_file': IN_BOOKS,
  'fund.case_file_event': through('fund.case_file', 'case_file_id'),
  'fund.bureau': `id = fund.own_bureau() OR id IN (
    SELECT r.bureau_id FROM fund.bureau_reading r WHERE r.reader_id = fund.own_bureau())`,
  'fund.bureau_book': IN_BOOKS,
  'fund.bureau_reading': 'reader_id = fund.own_bureau()',
  'fund.person': 'bureau_id = fund.own_bureau() OR credit_code = fund.own_credit_code()',
  'fund.role_grant': through('fund.person', 'person_id'),
};

/** Puts row-level security on a table; callers see the rows for which `seen` holds. */
export const protect = (table: string, seen: string): string => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY of_the_service ON ${table} TO fund_app, fund_owner USING (true) WITH CHECK (true);
  CREATE POLICY seen ON ${table} FOR SELECT TO fund_web USING (${seen});
  GRANT SELECT ON ${table} TO fund_web;`;

export const unprotect = (table: string): string => `
  DROP POLICY seen ON ${table};
  DROP POLICY of_the_service ON ${table};
  ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY;
  ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY;`;

// The kernel knows no bureau, and its functions work in the owner's name: so whoever calls over the
// network is held to the own books where a request or a hold is written.
const WRITES = `
CREATE FUNCTION fund.keep_to_own_books() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = fund, pg_temp AS $$
DECLARE
  book integer;
BEGIN
  IF TG_TABLE_NAME = 'hold' THEN
    SELECT a.book_id INTO book FROM ledger.account a WHERE a.id = NEW.account_id;
  ELSE
    book := NEW.book_id;
  END IF;
  IF NOT book = ANY (fund.own_books()) THEN
    RAISE EXCEPTION 'NOT_FOUND' USING ERRCODE = 'FL004', DETAIL = 'a book of another bureau';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_to_own_books BEFORE INSERT ON ledger.posting_request FOR EACH ROW
  WHEN (coalesce(current_setting('app.caller', true), '') <> '') EXECUTE FUNCTION fund.keep_to_own_books();
ALTER TABLE ledger.posting_request ENABLE ALWAYS TRIGGER keep_to_own_books;
CREATE TRIGGER keep_to_own_books BEFORE INSERT ON ledger.hold FOR EACH ROW
  WHEN (coalesce(current_setting('app.caller', true), '') <> '') EXECUTE FUNCTION fund.keep_to_own_books();
ALTER TABLE ledger.hold ENABLE ALWAYS TRIGGER keep_to_own_books;

CREATE POLICY recorded ON fund.audit_event FOR INSERT TO fund_web
  WITH CHECK (person_id = nullif(current_setting('app.caller', true), '')::uuid);
GRANT INSERT ON fund.audit_event TO fund_web;
GRANT EXECUTE ON FUNCTION ledger.accept_requests(integer, bytea, jsonb) TO fund_web;
-- These work in the caller's own name, under the policies above.
GRANT EXECUTE ON FUNCTION ledger.last_journal_known_at(integer, timestamptz),
  ledger.balances_at(integer, date, timestamptz, bigint[]) TO fund_web;
`;
