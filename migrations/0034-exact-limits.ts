import type { MigrationInterface, QueryRunner } from 'typeorm';
import { accountOf, ASKED, replaceIn } from './0010-adjusting-entries';

/**
 * What an account cannot carry is refused as money that is not there: a floor above the nothing
 * that a new account begins with, and a hold that takes it beyond what a bigint counts.
 */
export class ExactLimits0034 implements MigrationInterface {
  readonly name = 'ExactLimits1795392000034';

  async up(runner: QueryRunner): Promise<void> {
    for (const [signature, former, next] of CHANGES) {
      await replaceIn(runner, signature, former, next);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [signature, former, next] of CHANGES) {
      await replaceIn(runner, signature, next, former);
    }
  }
}

const PLACE_HOLD =
  'ledger.place_hold(integer, text, text[], bigint, text, text, timestamp with time zone)';
const ACCEPT_REQUESTS = 'ledger.accept_requests(integer, bytea, jsonb)';

const NEW_ACCOUNTS = 'EXIT WHEN has_unknown IS NOT TRUE OR look_up = 2;';

/** The function, what it said, and what it says. */
const CHANGES = [
  [
    PLACE_HOLD,
    '(b.floor IS NULL OR b.side * b.posted - b.held - p_amount >= b.floor)',
    `b.held <= 9223372036854775807 - p_amount
     AND (b.floor IS NULL OR b.side * b.posted::numeric - b.held - p_amount >= b.floor)`,
  ],
  [
    ACCEPT_REQUESTS,
    NEW_ACCOUNTS,
    `${NEW_ACCOUNTS}
    SELECT q.place, l.code, l.dimensions, l.floor INTO part
      FROM ${ASKED}
     CROSS JOIN LATERAL jsonb_to_recordset(q.lines) AS l(code text, dimensions text[], floor bigint)
      LEFT JOIN LATERAL ${accountOf('l')} a ON true
     WHERE l.floor > 0 AND a.id IS NULL
     ORDER BY q.place LIMIT 1;
    IF FOUND THEN
      place := part.place;
      RAISE EXCEPTION 'INSUFFICIENT_FUNDS' USING ERRCODE = 'LG004',
        DETAIL = format('%s %s is new and has nothing, its floor is %s fen',
                        part.code, array_to_string(part.dimensions, ' '), part.floor);
    END IF;`,
  ],
] as const;
