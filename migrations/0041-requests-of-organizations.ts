import type { MigrationInterface, QueryRunner } from 'typeorm';
import { replaceIn } from './0010-adjusting-entries';
import { SEEN_PEOPLE } from './0031-people-administration';

/**
 * Organizations ask for themselves: their members make requests in a book of the bureau they turn to, see
 * the requests of their own organization, and nothing of who in the bureau works on them.
 */
export class RequestsOfOrganizations0041 implements MigrationInterface {
  readonly name = 'RequestsOfOrganizations1795392000041';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMN);
    for (const [former, next] of GUARD) await replaceIn(runner, GUARDING, former, next);
    await runner.query(MEMBERS);
    await runner.query(actors(MAKER_OF_BUREAU + MAKER_OF_ORGANIZATION));
    await runner.query(waiting(`${OF_THE_BUREAU} OR ${OF_THE_ORGANIZATION}`));
    for (const { policy, rule } of POLICIES) {
      await runner.query(`ALTER POLICY ${policy} ${rule(true)}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { policy, rule } of POLICIES) {
      await runner.query(`ALTER POLICY ${policy} ${rule(false)}`);
    }
    await runner.query(waiting(OF_THE_BUREAU));
    await runner.query(actors(MAKER_OF_BUREAU));
    await runner.query(`
      DROP FUNCTION fund.is_active_member(uuid), fund.is_of_own_organization(text, integer)`);
    for (const [former, next] of GUARD) await replaceIn(runner, GUARDING, next, former);
    await runner.query('ALTER TABLE fund.approval_request DROP COLUMN credit_code');
  }
}

const COLUMN = `
ALTER TABLE fund.approval_request ADD COLUMN credit_code text;
ALTER TABLE fund.approval_request ADD CONSTRAINT ck_approval_request_organization
  CHECK ((credit_code IS NOT NULL) = (maker_role = 'organization_member') AND (credit_code IS NULL OR book_id IS NOT NULL));
CREATE INDEX ix_approval_request_credit_code ON fund.approval_request (credit_code);
`;

const GUARDING = 'fund.guard_approval_request()';
const GUARD = [
  [
    'SELECT FROM person p WHERE p.id = NEW.maker_id AND p.bureau_id = NEW.bureau_id)',
    `SELECT FROM person p WHERE p.id = NEW.maker_id
        AND CASE WHEN NEW.credit_code IS NULL THEN p.bureau_id = NEW.bureau_id
                 ELSE p.credit_code = NEW.credit_code
                  AND p.sandbox = (SELECT b.sandbox FROM bureau b WHERE b.id = NEW.bureau_id) END)`,
  ],
  ['(OLD.id, OLD.bureau_id, ', '(OLD.id, OLD.credit_code, OLD.bureau_id, '],
  ['(NEW.id, NEW.bureau_id, ', '(NEW.id, NEW.credit_code, NEW.bureau_id, '],
] as const;

const MEMBERS = `
-- Whether somebody is a member of an organization today and can sign in.
CREATE FUNCTION fund.is_active_member(person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = fund, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM role_grant g JOIN account a ON a.person_id = g.person_id AND a.state = 'active'
     WHERE g.person_id = person AND g.role = 'organization_member' AND g.revoked_at IS NULL
       AND (now() AT TIME ZONE 'Asia/Shanghai')::date
           BETWEEN g.valid_from AND coalesce(g.valid_until, 'infinity'))
$$;
-- Whether a request was made for the caller's organization; invented and real ones may share a code.
CREATE FUNCTION fund.is_of_own_organization(code text, book integer) RETURNS boolean LANGUAGE sql STABLE
  RETURN coalesce(code = fund.own_credit_code()
                  AND book = ANY ((SELECT fund.books_of_own_kind())::integer[]), false);
REVOKE ALL ON FUNCTION fund.is_active_member(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fund.is_active_member(uuid) TO fund_app, fund_web;
`;

const MAKER_OF_BUREAU = `
  UNION ALL
  SELECT r.id, r.maker_id, NULL::uuid, NULL::uuid
    FROM fund.approval_request r
    JOIN fund.held_role h ON h.bureau_id = r.bureau_id AND h.person_id = r.maker_id AND h.role = r.responsible_role
   WHERE r.state = 'returned'`;
const MAKER_OF_ORGANIZATION = `
  UNION ALL
  SELECT r.id, r.maker_id, NULL::uuid, NULL::uuid
    FROM fund.approval_request r
   WHERE r.state = 'returned' AND r.credit_code IS NOT NULL AND fund.is_active_member(r.maker_id)
     AND (coalesce(current_setting('app.caller', true), '') = '' OR r.bureau_id = fund.own_bureau()
          OR fund.is_of_own_organization(r.credit_code, r.book_id))`;

/** Who is to act on a request now; a returned one waits for its maker. */
const actors = (makers: string): string => `
CREATE OR REPLACE VIEW fund.approval_actor AS
  SELECT c.request_id, c.person_id, c.on_behalf_of_id, c.bureau_id AS deciding_bureau_id
    FROM fund.approval_candidate c
   WHERE c.responsible_person_id IS NULL
      OR c.responsible_person_id = coalesce(c.on_behalf_of_id, c.person_id)
      OR NOT EXISTS (SELECT FROM fund.approval_candidate p
                      WHERE p.request_id = c.request_id
                        AND p.responsible_person_id = coalesce(p.on_behalf_of_id, p.person_id))
  ${makers}`;

const OF_THE_BUREAU = 'r.bureau_id = fund.own_bureau()';
const OF_THE_ORGANIZATION = 'fund.is_of_own_organization(r.credit_code, r.book_id)';

const waiting = (mine: string): string => `
CREATE OR REPLACE VIEW fund.waiting_request AS
  SELECT r.id, r.bureau_id, r.kind, r.state, r.maker_id, r.made_at, r.responsible_role, r.responsible_person_id,
         r.waiting_since, r.due_on
    FROM fund.approval_request r
   WHERE r.state IN ('open', 'returned')
     AND (coalesce(current_setting('app.caller', true), '') = '' OR ${mine})`;

const BUREAU = 'bureau_id = fund.own_bureau()';
const OWN = 'fund.is_of_own_organization(credit_code, book_id)';
const SEEN = `${BUREAU}
  AND coalesce((SELECT fund.own_administrator_role()) = ANY (steps || maker_role), true)`;

const READABLE_BOOKS = 'id = ANY ((SELECT fund.readable_books())::integer[])';
/** Which books a caller sees: an organization knows those that it turned to. */
export const SEEN_BOOKS = `${READABLE_BOOKS}
  OR fund.own_credit_code() IS NOT NULL AND EXISTS (SELECT FROM fund.approval_request r WHERE r.book_id = book.id)`;
const MAKERS = `person.credit_code IS NOT NULL AND (
  EXISTS (SELECT FROM fund.approval_request r WHERE r.maker_id = person.id)
  OR EXISTS (SELECT FROM fund.waiting_request w WHERE w.maker_id = person.id))`;
const EVENTS = `book_id = ANY ((SELECT fund.readable_books())::integer[])
  OR book_id IS NULL AND (bureau_id = fund.own_bureau() OR person_id IN (SELECT p.id FROM fund.person p))`;

/** What a policy says with organizations that ask for themselves, and without. */
const POLICIES: readonly {
  readonly policy: string;
  readonly rule: (withOrganizations: boolean) => string;
}[] = [
  {
    policy: 'seen ON fund.approval_request',
    rule: (both) => `USING (${both ? `${SEEN} OR ${OWN}` : SEEN})`,
  },
  {
    policy: 'made ON fund.approval_request',
    rule: (both) =>
      `WITH CHECK (${both ? `(${BUREAU} AND credit_code IS NULL OR ${OWN})` : BUREAU} AND maker_id = fund.own_person())`,
  },
  {
    policy: 'changed ON fund.approval_request',
    rule: (both) => {
      const changed = both ? `${BUREAU} OR ${OWN}` : BUREAU;
      return `USING (${changed}) WITH CHECK (${changed})`;
    },
  },
  {
    // What somebody of an organization does in a bureau's book is recorded there, and is their own.
    policy: 'seen ON fund.audit_event',
    rule: (both) => `USING (${both ? `${EVENTS} OR person_id = fund.own_person()` : EVENTS})`,
  },
  {
    // A bureau knows who of an organization turns to it; an administrator, whose requests wait.
    policy: 'seen ON fund.person',
    rule: (both) => `USING (${both ? `${SEEN_PEOPLE} OR ${MAKERS}` : SEEN_PEOPLE})`,
  },
  {
    policy: 'seen ON ledger.book',
    rule: (both) => `USING (${both ? SEEN_BOOKS : READABLE_BOOKS})`,
  },
];
