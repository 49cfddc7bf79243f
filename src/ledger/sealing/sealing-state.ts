import type { Reader } from './read-journals';
import { booksToSeal } from './seal-book';

/** How sealing stands, over all books. */
export interface SealingState {
  /** Journals that are posted and under no checkpoint yet. */
  readonly unsealed: number;
  /** Age of the oldest of them; 0 when there is none. */
  readonly oldestUnsealedSeconds: number;
  /** Age of the newest checkpoint; absent where nothing was ever sealed. */
  readonly lastCheckpointSeconds: number | undefined;
}

/** How sealing stands now. A checkpoint counts from the moment it can be read over HTTP. */
export async function readSealingState(reader: Reader): Promise<SealingState> {
  const behind = await booksToSeal(reader);
  const [newest] = await reader.query<{ seconds: number | null }>(
    `SELECT extract(epoch FROM clock_timestamp() - max(c.sealed_at))::float8 AS seconds
       FROM ledger.book b CROSS JOIN LATERAL (
            SELECT sealed_at FROM ledger.checkpoint WHERE book_id = b.id ORDER BY size DESC LIMIT 1) c`,
  );
  const unsealed = behind.reduce(
    (sum, { sealed, journals }) => sum + BigInt(journals) - BigInt(sealed),
    0n,
  );
  return {
    unsealed: parseInt(unsealed.toString(), 10),
    oldestUnsealedSeconds: Math.max(0, ...behind.map(({ behindSeconds }) => behindSeconds)),
    lastCheckpointSeconds: newest?.seconds ?? undefined,
  };
}
