import type { MigrationInterface, QueryRunner } from 'typeorm';
import { through } from './0024-row-level-security';

/**
 * Callers write approvals, delegations and meetings in their own name: for their bureau, and as
 * themselves. What an approved request does is done by the service.
 */
export class CallersWriteApprovals0027 implements MigrationInterface {
  readonly name = 'CallersWriteApprovals1795392000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CALLER);
    for (const [table, { made, changed }] of Object.entries(WRITTEN)) {
      await runner.query(`
        CREATE POLICY made ON ${table} FOR INSERT TO fund_web WITH CHECK (${made});
        GRANT INSERT ON ${table} TO fund_web;`);
      if (changed === undefined) continue;
      await runner.query(`
        CREATE POLICY changed ON ${table} FOR UPDATE TO fund_web USING (${changed}) WITH CHECK (${changed});
        GRANT UPDATE ON ${table} TO fund_web;`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, { changed }] of Object.entries(WRITTEN)) {
      await runner.query(`
        DROP POLICY made ON ${table};
        REVOKE INSERT, UPDATE ON ${table} FROM fund_web;`);
      if (changed !== undefined) await runner.query(`DROP POLICY changed ON ${table}`);
    }
    await runner.query('DROP FUNCTION fund.own_person()');
  }
}

const CALLER = `
CREATE FUNCTION fund.own_person() RETURNS uuid LANGUAGE sql STABLE
  RETURN nullif(current_setting('app.caller', true), '')::uuid;
`;

const OF_THE_BUREAU = 'bureau_id = fund.own_bureau()';
const WITH_ITS_REQUEST = through('fund.approval_request', 'request_id');
const WITH_ITS_MEETING = through('fund.joint_meeting', 'meeting_id');
const IS_SECURITY_ADMINISTRATOR = `EXISTS (SELECT FROM fund.held_role h
  WHERE h.person_id = fund.own_person() AND h.role = 'security_administrator')`;

/** Which rows a caller makes, and which of those that it sees it changes. Parts are made by triggers alone. */
const WRITTEN: Readonly<Record<string, { readonly made: string; readonly changed?: string }>> = {
  'fund.approval_request': {
    made: `${OF_THE_BUREAU} AND maker_id = fund.own_person()`,
    changed: OF_THE_BUREAU,
  },
  'fund.approval_version': { made: `${WITH_ITS_REQUEST} AND made_by_id = fund.own_person()` },
  'fund.approval_decision': { made: `${WITH_ITS_REQUEST} AND person_id = fund.own_person()` },
  'fund.delegation': {
    made: 'from_person_id = fund.own_person()',
    changed: `${through('fund.person', 'from_person_id')}
      AND (from_person_id = fund.own_person() OR ${IS_SECURITY_ADMINISTRATOR})`,
  },
  'fund.joint_meeting': {
    made: `${OF_THE_BUREAU} AND maker_id = fund.own_person()`,
    changed: OF_THE_BUREAU,
  },
  'fund.meeting_agenda_item': { made: WITH_ITS_MEETING },
  'fund.meeting_attendee': { made: WITH_ITS_MEETING },
  'fund.meeting_resolution': {
    made: `${OF_THE_BUREAU} AND ${WITH_ITS_MEETING}`,
    changed: OF_THE_BUREAU,
  },
};
