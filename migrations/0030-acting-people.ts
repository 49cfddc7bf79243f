import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is to act on a request is found request by request: who acts in a bureau and role is asked in a plan
 * of its own, which does not grow with the people and requests of other bureaus.
 */
export class ActingPeople0030 implements MigrationInterface {
  readonly name = 'ActingPeople1795392000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW fund.approval_actor, fund.approval_candidate');
    await runner.query(ACTING_PEOPLE);
    await runner.query(
      viewsOver(
        'CROSS JOIN LATERAL fund.acting_people(r.bureau_id, r.responsible_role) a',
        ', r.bureau_id',
        { decider: ', c.bureau_id AS deciding_bureau_id', maker: ', NULL::uuid' },
      ),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW fund.approval_actor, fund.approval_candidate');
    await runner.query(
      viewsOver(
        'JOIN fund.acting_person a ON a.bureau_id = r.bureau_id AND a.role = r.responsible_role',
        '',
        { decider: '', maker: '' },
      ),
    );
    await runner.query('DROP FUNCTION fund.acting_people(uuid, text)');
  }
}

// Not written in SQL, which would be planned as a part of every query that asks for it.
const ACTING_PEOPLE = `
CREATE FUNCTION fund.acting_people(bureau uuid, wanted text)
RETURNS TABLE (person_id uuid, on_behalf_of_id uuid) LANGUAGE plpgsql STABLE ROWS 10
SET search_path = fund, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT a.person_id, a.on_behalf_of_id
                 FROM fund.acting_person a WHERE a.bureau_id = bureau AND a.role = wanted;
END $$;
REVOKE ALL ON FUNCTION fund.acting_people(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fund.acting_people(uuid, text) TO fund_app, fund_web;
`;

/** @param more columns behind those that there have always been */
const viewsOver = (
  acting: string,
  more: string,
  { decider, maker }: { readonly decider: string; readonly maker: string },
): string => `
-- Who can take the step that a request waits for without having two parts in it.
CREATE VIEW fund.approval_candidate AS
  SELECT r.id AS request_id, r.responsible_person_id, a.person_id, a.on_behalf_of_id${more}
    FROM fund.approval_request r ${acting}
   WHERE r.state = 'open'
     AND NOT EXISTS (SELECT FROM fund.approval_part t
                      WHERE t.request_id = r.id AND t.version = r.version
                        AND t.person_id IN (a.person_id, a.on_behalf_of_id)
                        AND t.step IS DISTINCT FROM r.step);

-- Who is to act on a request now. One rule for the inbox, for what a page offers and for what is taken:
-- the person it went back to, or who stands in for that person; anybody of the role where that fails.
CREATE VIEW fund.approval_actor AS
  SELECT c.request_id, c.person_id, c.on_behalf_of_id${decider}
    FROM fund.approval_candidate c
   WHERE c.responsible_person_id IS NULL
      OR c.responsible_person_id = coalesce(c.on_behalf_of_id, c.person_id)
      OR NOT EXISTS (SELECT FROM fund.approval_candidate p
                      WHERE p.request_id = c.request_id
                        AND p.responsible_person_id = coalesce(p.on_behalf_of_id, p.person_id))
  UNION ALL
  SELECT r.id, r.maker_id, NULL::uuid${maker}
    FROM fund.approval_request r
    JOIN fund.held_role h ON h.bureau_id = r.bureau_id AND h.person_id = r.maker_id AND h.role = r.responsible_role
   WHERE r.state = 'returned';
GRANT SELECT ON fund.approval_candidate, fund.approval_actor TO fund_app, fund_web;
`;
