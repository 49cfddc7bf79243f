import type { Client } from 'pg';
import type { Caller } from '../../identity';
import type { BenchDatabase } from './bench-database';
import { openBook } from './draining';
import { enterPeople } from './people';

/** Books that advances are filled into; the last one is of another bureau. */
export const BOOKS = ['lists-one', 'lists-two', 'lists-three', 'lists-elsewhere'] as const;
const OTHER_BUREAU = 'bench-elsewhere';

/** Whose lists are read. */
export interface ListPeople {
  readonly officer: Caller;
  readonly member: Caller;
}

const BUREAU = `
  INSERT INTO fund.bureau (id, code, name, sandbox) VALUES (gen_random_uuid(), '${OTHER_BUREAU}', '另一生态环境局', true)`;
const OWN_BOOKS = `
  INSERT INTO fund.bureau_book (book_id, bureau_id)
  SELECT b.id, u.id FROM ledger.book b
    JOIN fund.bureau u ON u.code = CASE b.code WHEN '${BOOKS[3]}' THEN '${OTHER_BUREAU}' ELSE 'sandbox' END
   WHERE b.code = ANY ($1)`;
const PEOPLE = `
  WITH person AS (
    INSERT INTO fund.person (id, name, bureau_id, sandbox)
    SELECT gen_random_uuid(), r.role, u.id, true
      FROM fund.bureau u, unnest(ARRAY['finance_officer', 'approver', 'cashier']) AS r(role)
     WHERE u.code = '${OTHER_BUREAU}' RETURNING id, name),
  account AS (
    INSERT INTO fund.account (id, person_id, login, state)
    SELECT gen_random_uuid(), id, 'bench-' || replace(name, '_', '-'), 'active' FROM person)
  INSERT INTO fund.role_grant (id, person_id, role, valid_from, granted_by)
  SELECT gen_random_uuid(), id, name, '2024-01-01', 'bench' FROM person`;

/** What every book has, so that advances can be asked for in it: who works on it, and an approved payee. */
const PLACES = `
  CREATE TEMP TABLE bench_place AS
  SELECT array_position($1::text[], b.code) AS place, b.id AS book_id, o.bureau_id, gen_random_uuid() AS account_id,
         gen_random_uuid() AS document_id,
         (SELECT p.id FROM fund.person p JOIN fund.role_grant g ON g.person_id = p.id
           WHERE p.bureau_id = o.bureau_id AND g.role = 'finance_officer') AS officer_id,
         (SELECT p.id FROM fund.person p JOIN fund.role_grant g ON g.person_id = p.id
           WHERE p.bureau_id = o.bureau_id AND g.role = 'approver') AS approver_id,
         (SELECT p.id FROM fund.person p JOIN fund.role_grant g ON g.person_id = p.id
           WHERE p.bureau_id = o.bureau_id AND g.role = 'cashier') AS cashier_id
    FROM ledger.book b JOIN fund.bureau_book o ON o.book_id = b.id WHERE b.code = ANY ($1)`;
const ACCOUNTS = `
  INSERT INTO fund.bank_account (id, book_id, holder_kind, holder_name, bank_name, number_sealed, last4, fingerprint,
      entered_by_id)
  SELECT account_id, book_id, 'law_firm', '吉林某律师事务所', '某银行', '\\x00', '0000', sha256('bench'), officer_id
    FROM bench_place`;
const DOCUMENTS = `
  INSERT INTO fund.document (id, sha256, size, media_type, name, book_id, uploaded_by_id)
  SELECT document_id, sha256('bench'), 1, 'application/pdf', 'bench.pdf', book_id, officer_id FROM bench_place`;

/** Opens the books of two bureaus, with people, a payee and a paper each. */
export async function openPlaces(database: BenchDatabase, client: Client): Promise<ListPeople> {
  const personOf = await enterPeople(database.dataSource);
  for (const code of BOOKS) await openBook(client, code);
  await client.query(BUREAU);
  await client.query(OWN_BOOKS, [BOOKS]);
  await client.query(PEOPLE);
  await client.query(PLACES, [BOOKS]);
  await client.query(ACCOUNTS);
  await client.query(DOCUMENTS);
  return { officer: personOf('finance_officer'), member: personOf('organization_member') };
}
