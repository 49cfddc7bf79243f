import type { Client } from 'pg';
import type { TestLedger } from '../support/ledger';

type Edit = readonly [text: string, instead: string];

/** Asks the same question, but of the row as it was before the wait for its lock. */
const LOOKED_AT_TOO_EARLY = `AND (SELECT c.floor IS NULL OR c.side * c.posted - c.held - p_amount >= c.floor
             FROM account_balance c WHERE c.account_id = b.account_id)`;

const FAULTS: Readonly<Record<string, readonly Edit[]>> = {
  'ledger.place_hold(integer,text,text[],bigint,text,text,timestamptz)': [
    [
      'AND (b.floor IS NULL OR b.side * b.posted::numeric - b.held - p_amount >= b.floor)',
      LOOKED_AT_TOO_EARLY,
    ],
  ],
  'ledger.drain(integer,integer,bigint)': [
    ['ORDER BY x.account_id FOR UPDATE) b;', 'ORDER BY x.account_id) b;'],
    ['WHERE m.free < m.floor', 'WHERE false'],
  ],
};

/**
 * Takes the guard of the floors out of a ledger: money is counted before the row is locked, and
 * nothing counts it again.
 */
export async function takeOutTheLock(ledger: TestLedger): Promise<void> {
  await ledger.session(async (client) => {
    await client.query(
      'ALTER TABLE ledger.account_balance DROP CONSTRAINT ck_account_balance_floor',
    );
    for (const [signature, edits] of Object.entries(FAULTS)) {
      await change(client, signature, edits);
    }
  });
}

async function change(client: Client, signature: string, edits: readonly Edit[]): Promise<void> {
  let definition = await definitionOf(client, signature);
  for (const [text, instead] of edits) {
    expect({ signature, text, places: definition.split(text).length - 1 }).toEqual({
      signature,
      text,
      places: 1,
    });
    definition = definition.replace(text, () => instead);
  }
  await client.query(definition);
  expect(await definitionOf(client, signature)).toBe(definition);
}

async function definitionOf(client: Client, signature: string): Promise<string> {
  const { rows } = await client.query<{ definition: string }>(
    'SELECT pg_get_functiondef($1::regprocedure) AS definition',
    [signature],
  );
  return rows[0]?.definition ?? '';
}
