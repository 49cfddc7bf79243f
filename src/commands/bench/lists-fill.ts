import type { Client } from 'pg';
import type { Caller } from '../../identity';
import { MONEY } from './lists-fill-money';

const AT_ONCE = 5_000;

/** Advances for one organization, and for one case; the first organization of each book is the member's. */
const ADVANCES_AN_ORGANIZATION = 250;
const ADVANCES_A_CASE = 4;

// Four of ten advances are in the first book, and two in each of the others. $1: how many; $2: organizations of a
// book; $3: the member's credit code.
const ORGANIZATIONS = `
  CREATE TEMP TABLE bench_organization AS
  SELECT p.place, nth, uuidv7() AS id, p.book_id,
         CASE nth WHEN 0 THEN $2::text ELSE 'BENCH' || lpad(nth::text, 13, '0') END AS uscc,
         '吉林省' || CASE nth % 3 WHEN 0 THEN '环境保护' WHEN 1 THEN '生态' ELSE '绿色发展' END || '联合会第' || nth || '分会' AS name
    FROM bench_place p, generate_series(0, $1::integer - 1) AS nth`;
const REGISTER = `
  INSERT INTO fund.organization (id, book_id, ref, name, kind, uscc, registered_on, annual_report_years, charter_related)
  SELECT id, book_id, 'o' || nth, name, 'social_association', uscc, '2010-01-01', '{}', true FROM bench_organization`;
const PLACE = `(ARRAY[1, 1, 1, 1, 2, 2, 3, 3, 4, 4])[1 + k % 10]`;
const CASES = `
  CREATE TEMP TABLE bench_case AS
  SELECT k, uuidv7((k - $1::integer) * interval '1 hour') AS id, o.book_id, o.id AS organization_id, o.place,
         '(' || 2020 + k % 7 || ')吉民初第' || k || '号' AS number
    FROM generate_series(0, $1::integer - 1) AS k
    JOIN bench_organization o ON o.place = ${PLACE} AND o.nth = (k / 10) % $2::integer`;
const OPEN_CASES = `
  INSERT INTO fund.litigation_case (id, book_id, number, court, filed_on, damage_route, day_count)
  SELECT id, book_id, number, '吉林省长春市中级人民法院', '2024-01-05', 'treasury', 'end_minus_start' FROM bench_case`;
const JUDGE = `
  INSERT INTO fund.qualification (id, case_id, organization_id, as_of, status, reasons, rule_version)
  SELECT uuidv7(), id, organization_id, '2024-01-05', 'eligible', '{}', 'bench' FROM bench_case`;

/**
 * What becomes of advance n of $1: most are settled; the newest are still asked for, approved or just paid; one in
 * fifty was paid long ago and never settled, one in a hundred is partly paid, and of one in five thousand of the
 * older half a surplus is due back.
 */
const ADVANCES = `
  CREATE TEMP TABLE bench_advance AS
  SELECT n, uuidv7((n - $1::integer) * interval '15 minutes') AS id,
         now() + (n - $1::integer) * interval '15 minutes' AS at,
         CASE WHEN n > 0.94 * $1 THEN (ARRAY['reviewing', 'reviewing', 'reviewing', 'approving', 'returned',
                                             'rejected', 'withdrawn'])[1 + n % 7]
              WHEN n > 0.92 * $1 THEN 'to_pay'
              WHEN n % 100 = 7 AND n > 0.5 * $1 THEN 'partly_paid'
              WHEN n > 0.88 * $1 OR n % 50 = 3 THEN 'to_settle'
              WHEN n % 5000 = 7 THEN 'surplus_due'
              ELSE 'settled' END AS state,
         '垫' || 2024 + n / 40000 || '-' || lpad((n % 40000)::text, 5, '0') AS ref,
         1000000 + n % 9000 * 100 AS fen, (n % 3 = 0)::integer + 1 AS costs, c.id AS case_id,
         c.number AS case_number, c.organization_id, o.uscc, o.name, p.*
    FROM generate_series(1, $1::integer) AS n
    JOIN bench_case c ON c.k = n % 10 + 10 * ((n / 10) % ($2::integer / 10))
    JOIN bench_organization o ON o.id = c.organization_id
    JOIN bench_place p ON p.book_id = c.book_id`;

const OF_PART = 'n BETWEEN $1::integer AND $2::integer';
// The member asks for its own organization, officers for the others. $3: the member, $4: its credit code.
const REQUESTS = `
  INSERT INTO fund.approval_request (id, bureau_id, book_id, kind, subject, title, amount_fen, version, content_hash,
      steps, step, state, responsible_role, due_on, maker_id, maker_role, credit_code, idempotency_key, body_hash, made_at)
  SELECT id, bureau_id, book_id, 'advance_application', 'litigation_case/' || case_id,
         '垫付申请：' || name || ' ' || case_number, fen * costs, 1, sha256('1'),
         CASE state WHEN 'approving' THEN ARRAY['approver', 'reviewer'] ELSE ARRAY['approver'] END, 0, 'open',
         'approver', at::date + 5,
         CASE uscc WHEN $4 THEN $3::uuid ELSE officer_id END,
         CASE uscc WHEN $4 THEN 'organization_member' ELSE 'finance_officer' END,
         CASE uscc WHEN $4 THEN uscc END, id::text, '', at
    FROM bench_advance WHERE ${OF_PART}`;
const VERSIONS = `
  INSERT INTO fund.approval_version (request_id, version, document, content_hash, made_by_id)
  SELECT a.id, 1, jsonb_build_object('content', jsonb_build_object('case', a.case_id, 'organization', a.organization_id)),
         sha256('1'), r.maker_id
    FROM bench_advance a JOIN fund.approval_request r ON r.id = a.id WHERE ${OF_PART}`;
const DECISIONS = `
  INSERT INTO fund.approval_decision (id, request_id, version, step, role, decision, person_id, content_hash, reason,
      decided_at)
  SELECT uuidv7(), a.id, 1, 0, CASE a.state WHEN 'withdrawn' THEN r.maker_role ELSE 'approver' END,
         CASE WHEN a.state IN ('returned', 'rejected', 'withdrawn') THEN a.state ELSE 'approved' END,
         CASE a.state WHEN 'withdrawn' THEN r.maker_id ELSE a.approver_id END, sha256('1'), '请补充材料',
         a.at + interval '1 hour'
    FROM bench_advance a JOIN fund.approval_request r USING (id) WHERE ${OF_PART} AND a.state <> 'reviewing'`;
const CLOSE = `
  UPDATE fund.approval_request r
     SET state = CASE WHEN a.state IN ('returned', 'rejected', 'withdrawn') THEN a.state
                      WHEN a.state = 'approving' THEN 'open' ELSE 'approved' END,
         step = CASE WHEN a.state IN ('returned', 'rejected', 'withdrawn') THEN 0 ELSE 1 END,
         responsible_role = CASE a.state WHEN 'returned' THEN r.maker_role WHEN 'approving' THEN 'reviewer' END,
         responsible_person_id = CASE a.state WHEN 'returned' THEN r.maker_id END,
         due_on = CASE WHEN a.state IN ('returned', 'approving') THEN r.due_on END
    FROM bench_advance a WHERE a.id = r.id AND ${OF_PART} AND a.state <> 'reviewing'`;

/** Enters organizations, cases and so many advances in all states, with their payment orders and receipts. */
export async function fillAdvances(
  client: Client,
  member: Caller,
  advances: number,
): Promise<void> {
  const organizations = Math.max(2, Math.round(advances / ADVANCES_AN_ORGANIZATION / 4));
  // Whole tens, so that each case is in the book of its advances.
  const cases = 10 * Math.max(organizations, Math.round(advances / ADVANCES_A_CASE / 10));
  await client.query(ORGANIZATIONS, [organizations, member.creditCode]);
  await client.query(REGISTER);
  await client.query(CASES, [cases, organizations]);
  await client.query(OPEN_CASES);
  await client.query(JUDGE);
  await client.query(ADVANCES, [advances, cases]);
  await client.query('CREATE INDEX ON bench_advance (n)');
  await client.query('ANALYZE bench_advance');
  for (let from = 1; from <= advances; from += AT_ONCE) {
    const part = [from, from + AT_ONCE - 1];
    await client.query(REQUESTS, [...part, member.personId, member.creditCode]);
    for (const step of [VERSIONS, DECISIONS, CLOSE]) await client.query(step, part);
    const parameters: Readonly<Record<string, readonly unknown[]>> = {
      part,
      member: [member.personId],
      all: [],
    };
    for (const [step, about] of MONEY) await client.query(step, [...(parameters[about] ?? [])]);
  }
}
