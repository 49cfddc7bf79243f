import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Administrators keep the system and not the books: of their bureau's requests they see those that are
 * made or decided in their role. What waits is known without what it is about.
 */
export class RequestsOfAdministrators0033 implements MigrationInterface {
  readonly name = 'RequestsOfAdministrators1795392000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ADMINISTRATOR);
    await runner.query(
      seenWhere(`${OF_THE_BUREAU}
        AND coalesce((SELECT fund.own_administrator_role()) = ANY (steps || maker_role), true)`),
    );
    await runner.query(WAITING);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW fund.waiting_request');
    await runner.query(seenWhere(OF_THE_BUREAU));
    await runner.query('DROP FUNCTION fund.own_administrator_role()');
  }
}

const OF_THE_BUREAU = 'bureau_id = fund.own_bureau()';

const seenWhere = (seen: string): string =>
  `ALTER POLICY seen ON fund.approval_request USING (${seen})`;

const ADMINISTRATOR = `
-- As which administrator the caller works; null for everybody else. Whoever is one is nothing else.
CREATE FUNCTION fund.own_administrator_role() RETURNS text LANGUAGE sql STABLE
  RETURN (SELECT max(h.role) FROM fund.held_role h
           WHERE h.person_id = fund.own_person()
             AND h.role IN ('system_administrator', 'security_administrator', 'audit_administrator'));
`;

// It works in its owner's name and says itself whose it shows, as fund.held_role does.
const WAITING = `
CREATE VIEW fund.waiting_request AS
  SELECT r.id, r.bureau_id, r.kind, r.state, r.maker_id, r.made_at, r.responsible_role, r.responsible_person_id,
         r.waiting_since, r.due_on
    FROM fund.approval_request r
   WHERE r.state IN ('open', 'returned')
     AND (coalesce(current_setting('app.caller', true), '') = '' OR r.bureau_id = fund.own_bureau());
GRANT SELECT ON fund.waiting_request TO fund_app, fund_web;
`;
