import type { TestLedger } from './ledger';

/**
 * Changes the first amount of a request that was accepted, as only somebody with the server in their
 * hands could, so that posting it fails: `none` is no number, another amount does not balance.
 */
export function poison(ledger: TestLedger, requestId: bigint, amount: 'none' | '7'): Promise<void> {
  return ledger.session(async (client) => {
    await client.query('BEGIN');
    await client.query('ALTER TABLE ledger.posting_request DISABLE TRIGGER ALL');
    await client.query(
      `UPDATE ledger.posting_request SET lines = jsonb_set(lines, '{0,m}', to_jsonb($2::text)) WHERE id = $1`,
      [String(requestId), amount],
    );
    await client.query('ALTER TABLE ledger.posting_request ENABLE TRIGGER ALL');
    for (const guard of [
      'accounts_kept_apart',
      'keep_to_own_books',
      'never_removed',
      'own_hand',
      'posting_request_content',
      'posting_request_live_holds',
      'reversal_after_original',
    ]) {
      await client.query(`ALTER TABLE ledger.posting_request ENABLE ALWAYS TRIGGER ${guard}`);
    }
    await client.query('COMMIT');
  });
}
