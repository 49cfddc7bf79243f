import type { MigrationInterface, QueryRunner } from 'typeorm';
import { replaceIn } from './0010-adjusting-entries';

/**
 * A request carries what it rests on, so that the seal of its journal covers it; and checkpoints are
 * numbered, so that one that is gone from among them is missed.
 */
export class Evidence0035 implements MigrationInterface {
  readonly name = 'Evidence1795392000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ledger.posting_request ADD evidence jsonb,
      ADD CONSTRAINT ck_posting_request_evidence CHECK (evidence IS NULL OR (${WELL_FORMED}) IS TRUE)`);
    for (const [signature, former, next] of CHANGES) {
      await replaceIn(runner, signature, former, next);
    }
    await runner.query(contentTrigger(' OR OLD.evidence IS DISTINCT FROM NEW.evidence'));
    for (const { former, signature, parameter, changes } of GROWN) {
      await replaceIn(runner, former, parameter, `${parameter}, p_evidence jsonb DEFAULT NULL`);
      for (const [before, after] of changes) await replaceIn(runner, signature, before, after);
      await runner.query(`DROP FUNCTION ${former}; ${onlyFor(signature)}`);
    }
    for (const table of NUMBERED) await runner.query(number(table));
    for (const [signature, former, next] of SEALING) {
      await replaceIn(runner, signature, former, next);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [signature, former, next] of SEALING) {
      await replaceIn(runner, signature, next, former);
    }
    for (const { name } of NUMBERED) await runner.query(`ALTER TABLE ${name} DROP COLUMN number`);
    for (const { former, signature, parameter, changes } of GROWN) {
      for (const [before, after] of changes) await replaceIn(runner, signature, after, before);
      await replaceIn(
        runner,
        signature,
        `${parameter}, p_evidence jsonb DEFAULT NULL::jsonb`,
        parameter,
      );
      await runner.query(`DROP FUNCTION ${signature}; ${onlyFor(former)}`);
    }
    await runner.query(contentTrigger(''));
    for (const [signature, former, next] of CHANGES) {
      await replaceIn(runner, signature, next, former);
    }
    await runner.query('ALTER TABLE ledger.posting_request DROP COLUMN evidence');
  }
}

const HASH = '^[0-9a-f]{64}$';

/** { approval?: { id, hash }, documents?: [hash, …] }, hashes in hexadecimal, and nothing else. */
const WELL_FORMED = `
  jsonb_typeof(evidence) = 'object' AND evidence <> '{}' AND evidence - ARRAY['approval', 'documents'] = '{}'
  AND (NOT evidence ? 'approval'
       OR jsonb_typeof(evidence -> 'approval') = 'object'
          AND (evidence -> 'approval') - ARRAY['id', 'hash'] = '{}'
          AND jsonb_typeof(evidence #> '{approval,id}') = 'string'
          AND evidence #>> '{approval,id}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
          AND evidence #>> '{approval,hash}' ~ '${HASH}')
  AND (NOT evidence ? 'documents'
       OR evidence -> 'documents' <> '[]'
          AND jsonb_path_query_array(evidence, '$.documents[*] ? (@ like_regex "${HASH}")') = evidence -> 'documents')`;

const ACCEPT_REQUESTS = 'ledger.accept_requests(integer, bytea, jsonb)';

/** The function, what it said, and what it says. A request among many has a member `evidence`, or none. */
const CHANGES = [
  [ACCEPT_REQUESTS, 'made_by, lines, hold_changes)', 'made_by, lines, hold_changes, evidence)'],
  [
    ACCEPT_REQUESTS,
    `resolved[q.place], q.hold_changes || coalesce(reserved[q.place], '[]')`,
    `resolved[q.place], q.hold_changes || coalesce(reserved[q.place], '[]'),
           nullif(p_requests -> (q.place - 1)::integer -> 'evidence', 'null')`,
  ],
  [
    'ledger.guard_posting_request()',
    'OR NEW.reverses_journal IS DISTINCT FROM OLD.reverses_journal THEN',
    `OR NEW.reverses_journal IS DISTINCT FROM OLD.reverses_journal
     OR NEW.evidence IS DISTINCT FROM OLD.evidence THEN`,
  ],
] as const;

/** Functions that take one thing more. */
const GROWN = [
  {
    former:
      'ledger.accept_request(integer, text, bytea, text, text, date, text, text, jsonb, jsonb)',
    signature:
      'ledger.accept_request(integer, text, bytea, text, text, date, text, text, jsonb, jsonb, jsonb)',
    parameter: 'p_lines jsonb, p_hold_changes jsonb',
    changes: [
      [`'reservations', '[]'::jsonb)))`, `'reservations', '[]'::jsonb, 'evidence', p_evidence)))`],
    ],
  },
  {
    former: 'ledger.accept_reversal(integer, text, bytea, text, date, text, bigint)',
    signature: 'ledger.accept_reversal(integer, text, bytea, text, date, text, bigint, jsonb)',
    parameter: 'p_made_by text, p_journal bigint',
    changes: [
      [
        'made_by, lines, hold_changes, reverses_journal)',
        'made_by, lines, hold_changes, reverses_journal, evidence)',
      ],
      [
        'FROM jsonb_to_recordset(r.hold_changes) AS c(hold bigint, amount bigint)), p_journal',
        'FROM jsonb_to_recordset(r.hold_changes) AS c(hold bigint, amount bigint)), p_journal, p_evidence',
      ],
    ],
  },
] as const;

const onlyFor = (signature: string): string => `
  REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION ${signature} TO fund_app;`;

/** The guard looks only at rows whose content or final state somebody touches: no call for the others. */
const contentTrigger = (more: string): string => `
DROP TRIGGER posting_request_content ON ledger.posting_request;
CREATE TRIGGER posting_request_content BEFORE UPDATE ON ledger.posting_request
  FOR EACH ROW WHEN (
    OLD.status IN ('posted', 'withdrawn')
    OR OLD.id <> NEW.id OR OLD.book_id <> NEW.book_id OR OLD.idempotency_key <> NEW.idempotency_key
    OR OLD.body_hash <> NEW.body_hash OR OLD.fact <> NEW.fact OR OLD.summary <> NEW.summary
    OR OLD.business_on <> NEW.business_on OR OLD.voucher_word <> NEW.voucher_word OR OLD.made_by <> NEW.made_by
    OR OLD.lines <> NEW.lines OR OLD.hold_changes <> NEW.hold_changes OR OLD.accepted_at <> NEW.accepted_at
    OR OLD.reverses_journal IS DISTINCT FROM NEW.reverses_journal${more})
  EXECUTE FUNCTION ledger.guard_posting_request();
ALTER TABLE ledger.posting_request ENABLE ALWAYS TRIGGER posting_request_content;
`;

interface NumberedTable {
  readonly name: string;
  readonly short: string;
  /** What has checkpoints of its own, as a list of columns that ends in a comma. */
  readonly log: string;
  readonly partition: string;
}

const NUMBERED: readonly NumberedTable[] = [
  {
    name: 'ledger.checkpoint',
    short: 'checkpoint',
    log: 'book_id, ',
    partition: 'PARTITION BY book_id ',
  },
  { name: 'fund.audit_checkpoint', short: 'audit_checkpoint', log: '', partition: '' },
];

const number = ({ name, short, log, partition }: NumberedTable): string => `
ALTER TABLE ${name} ADD number bigint;
ALTER TABLE ${name} DISABLE TRIGGER append_only, DISABLE TRIGGER own_hand;
UPDATE ${name} c SET number = n.number
  FROM (SELECT ${log}size, row_number() OVER (${partition}ORDER BY size) AS number FROM ${name}) n
 WHERE n.size = c.size${log === '' ? '' : ' AND n.book_id = c.book_id'};
ALTER TABLE ${name} ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER own_hand;
ALTER TABLE ${name} ALTER number SET NOT NULL,
  ADD CONSTRAINT uq_${short}_number UNIQUE (${log}number),
  ADD CONSTRAINT ck_${short}_number CHECK (number > 0);
`;

/** How a seal is kept, before and now. */
const SEALING = [
  [
    'ledger.seal(integer, bigint, bigint, smallint[], bigint[], bytea[], bytea, text)',
    'INSERT INTO checkpoint (book_id, size, root, note) VALUES (p_book, p_size, p_root, p_note);',
    `INSERT INTO checkpoint (book_id, size, root, note, number)
  SELECT p_book, p_size, p_root, p_note, coalesce(max(c.number), 0) + 1 FROM checkpoint c WHERE c.book_id = p_book;`,
  ],
  [
    'fund.seal_audit_trail(bigint, bigint, smallint[], bigint[], bytea[], bytea, text)',
    'INSERT INTO audit_checkpoint (size, root, note) VALUES (p_size, p_root, p_note);',
    `INSERT INTO audit_checkpoint (size, root, note, number)
  SELECT p_size, p_root, p_note, coalesce(max(c.number), 0) + 1 FROM audit_checkpoint c;`,
  ],
] as const;
