import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Money of one purpose cannot reach another: which accounts may stand on the two sides of one journal. The same as
 * src/accounting/kept-apart.ts, for whatever asks the kernel past it.
 */
export class KeptApart0085 implements MigrationInterface {
  readonly name = 'KeptApart1795392000085';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(keptApart(PAIRS, KEPT));
    await runner.query(`
      REVOKE ALL ON FUNCTION ledger.refuse_what_is_kept_apart() FROM PUBLIC;
      CREATE TRIGGER accounts_kept_apart AFTER INSERT ON ledger.posting_request REFERENCING NEW TABLE AS new_request
        FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_what_is_kept_apart();
      ALTER TABLE ledger.posting_request ENABLE ALWAYS TRIGGER accounts_kept_apart;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER accounts_kept_apart ON ledger.posting_request;
      DROP FUNCTION ledger.refuse_what_is_kept_apart();`);
  }
}

/** An account that is debited, and against what it may be. */
const PAIRS = `
  1002.02 < 1002.01 1002.99 1011:special_fund 1218.06 2103.01 2307.03
  1002.99 < 1002.01 1002.02 1218.04 2103.02 2307.02 2307.04 2901.01 4609
  1011:award_fund < 4001.02 4603 4604 1218.07
  1011:damage_fund < 4001.04 4603 4604 5001.03
  1011:sanction_quota < 4001.03 1218.07
  1011:special_fund < 4001.01 4603 4604 1002.02 1218.01 1218.03 1218.05
  1218.01 < 1011:special_fund
  1218.02 < 1218.01
  1218.03 < 1218.01 1218.02
  1218.04 < 1002.99 1218.02 2307.02 2307.03 5301
  1218.05 < 1011:special_fund
  1218.06 < 2103.01 2103.02 2307.02 2901.01
  1218.07 < 5001.02
  2103.01 < 1002.02 1218.06 2307.03
  2103.02 < 1002.02 1002.99 1218.06 2307.03
  2307.01 < 1011:award_fund 1011:sanction_quota 5001.02
  2307.02 < 1002.02 1002.99 1218.06 2307.03
  2307.03 < 1002.02 1218.04 2103.01 2103.02 2307.02 2307.04 2901.01 4609
  2307.04 < 1002.02 1002.99 2307.03
  2901.01 < 1002.99 1218.06 2307.03
  3001 < 1011:award_fund 1011:damage_fund 1011:sanction_quota 1011:special_fund
  4609 < 1002.99 2307.03
  5001.01 < 1218.02 1218.05
  5001.02 < 2307.01
  5001.03 < 1011:damage_fund
  5301 < 1218.04
  5901 < 1002.02 1002.99 1011:award_fund 1011:damage_fund 1011:sanction_quota 1011:special_fund`;

/** Accounts that stand with no others. */
const KEPT = `
  1002.02 1002.99 1011:award_fund 1011:damage_fund 1011:sanction_quota 1011:special_fund 1218.01
  1218.02 1218.03 1218.04 1218.05 1218.06 1218.07 2103.01 2103.02 2307.01 2307.02 2307.03 2307.04
  2901.01 4001.02 4001.03 4001.04 4609 5001.01 5001.02 5001.03 5301`;

const wordsOf = (text: string): string[] => text.trim().split(/\s+/);

const pairsOf = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [debit = '', against = ''] = line.split('<');
      return wordsOf(against).map((credit) => `${debit.trim()}<${credit}`);
    });

const NAME = `CASE x.code WHEN '1011' THEN '1011:' || x.dimension_1 ELSE x.code END`;

/**
 * A trigger of the statement, so that a call with many requests asks once; and of no table but the accounts, which
 * were read for the request a moment ago. OFFSET 0 keeps them looked up by id.
 */
export const keptApart = (pairs: string, kept: string): string => `
CREATE OR REPLACE FUNCTION ledger.refuse_what_is_kept_apart() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = ledger, pg_temp SET enable_seqscan = off AS $$
DECLARE
  offender record;
BEGIN
  SELECT s.idempotency_key, d.debit, c.credit, s.first_case, s.last_case INTO offender
    FROM (SELECT r.idempotency_key, array_agg(DISTINCT a.name) FILTER (WHERE l.m > 0) AS debits,
                 array_agg(DISTINCT a.name) FILTER (WHERE l.m < 0) AS credits,
                 min(a.kept_case) AS first_case, max(a.kept_case) AS last_case
            FROM new_request r
           CROSS JOIN LATERAL jsonb_to_recordset(r.lines) AS l(a bigint, m bigint)
           CROSS JOIN LATERAL (
             SELECT ${NAME} AS name, CASE WHEN ${NAME} = ANY ('{${wordsOf(kept).join(',')}}') THEN nullif(x.dimension_2, '') END AS kept_case
               FROM account x WHERE x.id = l.a AND x.section = 'main' OFFSET 0) a
           -- A reversal swaps what was allowed.
           WHERE r.reverses_journal IS NULL
           GROUP BY r.id, r.idempotency_key) s
   CROSS JOIN LATERAL unnest(s.debits) AS d(debit)
   CROSS JOIN LATERAL unnest(s.credits) AS c(credit)
   WHERE s.first_case <> s.last_case
      OR (d.debit = ANY ('{${wordsOf(kept).join(',')}}') OR c.credit = ANY ('{${wordsOf(kept).join(',')}}'))
         AND d.debit || '<' || c.credit <> ALL ('{${pairsOf(pairs).join(',')}}')
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ACCOUNTS_KEPT_APART' USING ERRCODE = 'LG004', DETAIL = format('key %s: %s', offender.idempotency_key,
      CASE WHEN offender.first_case <> offender.last_case THEN format('cases %s and %s', offender.first_case, offender.last_case)
           ELSE format('debit %s, credit %s', offender.debit, offender.credit) END);
  END IF;
  RETURN NULL;
END $$;
`;
