import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is open outside of approvals stands in inboxes, too: drafts of meetings, resolutions to be followed
 * up, and requests that could not be posted. Each is found by its bureau, however much is done already.
 */
export class OpenWork0038 implements MigrationInterface {
  readonly name = 'OpenWork1795392000038';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INDEXES);
    await runner.query(FAILED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW fund.failed_posting;
      DROP INDEX fund.ix_joint_meeting_draft, fund.ix_meeting_resolution_open;`);
  }
}

const INDEXES = `
CREATE INDEX ix_joint_meeting_draft ON fund.joint_meeting (bureau_id) WHERE state = 'draft';
CREATE INDEX ix_meeting_resolution_open ON fund.meeting_resolution (bureau_id)
  WHERE follow_up = 'open' AND NOT struck_out;
`;

// It works in its owner's name and says itself who sees what, as fund.queued_request does: a system
// administrator, of the own bureau's books.
const FAILED = `
CREATE VIEW fund.failed_posting AS
  SELECT r.id, o.bureau_id, b.code AS book, r.accepted_at
    FROM fund.bureau_book o JOIN ledger.book b ON b.id = o.book_id
    JOIN ledger.posting_request r ON r.book_id = o.book_id AND r.status = 'failed'
   WHERE coalesce(current_setting('app.caller', true), '') = ''
      OR o.bureau_id = fund.own_bureau() AND (SELECT fund.own_administrator_role()) = 'system_administrator';
GRANT SELECT ON fund.failed_posting TO fund_app, fund_web;
`;
