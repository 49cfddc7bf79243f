import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './0024-row-level-security';

/** What was uploaded: a row says what a stored file is, and is never changed; the file lies beside the database. */
export class Documents0040 implements MigrationInterface {
  readonly name = 'Documents1795392000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(BOOKS);
    await runner.query(protect('fund.document', SEEN));
    await runner.query(`
      CREATE POLICY made ON fund.document FOR INSERT TO fund_web WITH CHECK (${MADE});
      GRANT INSERT ON fund.document TO fund_web;
      GRANT SELECT, INSERT ON fund.document TO fund_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE fund.document;
      DROP FUNCTION fund.book_for_organizations(text);`);
  }
}

const TABLE = `
CREATE TABLE fund.document (
  id uuid NOT NULL,
  sha256 bytea NOT NULL,
  size integer NOT NULL,
  media_type text NOT NULL,
  name text NOT NULL,
  book_id integer NOT NULL,
  credit_code text,
  uploaded_by_id uuid NOT NULL,
  uploaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT ck_document_sha256 CHECK (octet_length(sha256) = 32),
  CONSTRAINT ck_document_size CHECK (size BETWEEN 1 AND 20971520),
  CONSTRAINT ck_document_media_type CHECK (media_type IN ('application/pdf', 'application/ofd', 'application/xml', 'image/png', 'image/jpeg', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document')),
  CONSTRAINT ck_document_name CHECK (char_length(name) BETWEEN 1 AND 255 AND name !~ '[[:cntrl:]/\\\\]' AND name NOT IN ('.', '..')),
  CONSTRAINT pk_document PRIMARY KEY (id)
);
CREATE INDEX ix_document_sha256 ON fund.document (sha256);
ALTER TABLE fund.document
  ADD CONSTRAINT fk_document_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id);
ALTER TABLE fund.document
  ADD CONSTRAINT fk_document_uploaded_by_id FOREIGN KEY (uploaded_by_id) REFERENCES fund.person (id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.document
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE fund.document ENABLE ALWAYS TRIGGER append_only;
`;

// An organization sees no book, and yet names the one that its papers are for.
const BOOKS = `
CREATE FUNCTION fund.book_for_organizations(code text) RETURNS TABLE (book_id integer, bureau_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fund, pg_temp AS $$
  SELECT b.id, coalesce(o.bureau_id,
           (SELECT s.id FROM fund.bureau s WHERE s.sandbox AND b.kind = 'sandbox' ORDER BY s.id LIMIT 1))
    FROM ledger.book b LEFT JOIN fund.bureau_book o ON o.book_id = b.id
   WHERE b.code = $1 AND (b.kind = 'sandbox') = fund.is_sandbox() AND fund.own_credit_code() IS NOT NULL
$$;
REVOKE ALL ON FUNCTION fund.book_for_organizations(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fund.book_for_organizations(text) TO fund_app, fund_web;
`;

const OF_THE_ORGANIZATION = `credit_code = fund.own_credit_code()
  AND book_id = ANY ((SELECT fund.books_of_own_kind())::integer[])`;

/** A bureau sees the documents of its books, an organization its own ones, in whichever book. */
const SEEN = `book_id = ANY ((SELECT fund.readable_books())::integer[]) OR ${OF_THE_ORGANIZATION}`;

/** Callers upload as themselves: staff into the own books, an organization in its own name. */
const MADE = `uploaded_by_id = fund.own_person() AND (
  credit_code IS NULL AND book_id = ANY ((SELECT fund.own_books())::integer[]) OR ${OF_THE_ORGANIZATION})`;
