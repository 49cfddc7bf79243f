import type { MigrationInterface, QueryRunner } from 'typeorm';
import { HELD_ROLE } from './0021-approvals';
import { protect, through, unprotect } from './0024-row-level-security';

/** Approvals, delegations and meetings for the people of their bureau only. */
export class ApprovalRows0025 implements MigrationInterface {
  readonly name = 'ApprovalRows1795392000025';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, seen] of Object.entries(SEEN)) await runner.query(protect(table, seen));
    await runner.query(`CREATE OR REPLACE VIEW fund.held_role AS ${HELD_ROLE}
      AND (coalesce(current_setting('app.caller', true), '') = '' OR p.bureau_id = fund.own_bureau())`);
    await runner.query(`GRANT SELECT ON ${VIEWS} TO fund_web`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE ALL ON ${VIEWS} FROM fund_web`);
    await runner.query(`CREATE OR REPLACE VIEW fund.held_role AS ${HELD_ROLE}`);
    for (const table of Object.keys(SEEN)) await runner.query(unprotect(table));
  }
}

// They work in their owner's name; whom they show is said in the first of them, which the others read.
const VIEWS = 'fund.held_role, fund.acting_person, fund.approval_candidate, fund.approval_actor';

const OF_THE_BUREAU = 'bureau_id = fund.own_bureau()';
const WITH_ITS_REQUEST = through('fund.approval_request', 'request_id');
const WITH_ITS_MEETING = through('fund.joint_meeting', 'meeting_id');

/** When a caller sees a row of a table. */
const SEEN: Readonly<Record<string, string>> = {
  'fund.approval_request': OF_THE_BUREAU,
  'fund.approval_version': WITH_ITS_REQUEST,
  'fund.approval_decision': WITH_ITS_REQUEST,
  'fund.approval_part': WITH_ITS_REQUEST,
  'fund.delegation': through('fund.person', 'from_person_id'),
  'fund.policy_version': OF_THE_BUREAU,
  'fund.joint_meeting': OF_THE_BUREAU,
  'fund.meeting_agenda_item': WITH_ITS_MEETING,
  'fund.meeting_attendee': WITH_ITS_MEETING,
  'fund.meeting_resolution': OF_THE_BUREAU,
};
