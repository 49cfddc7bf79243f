import type { EntityManager } from 'typeorm';
import { chart, type Pool, POOLS } from '../accounting';
import { readBalance, readFacetTotals } from '../ledger';

/** A pool's money in fen: `available = in − reserved − spent`. */
export interface PoolStatement {
  readonly in: bigint;
  readonly reserved: bigint;
  readonly spent: bigint;
  readonly available: bigint;
}

/** The pools of a book, read from the ledger: what is posted and what is held. */
export async function readPools(
  tx: EntityManager,
  bookId: number,
): Promise<Record<Pool, PoolStatement>> {
  const flows = await readFacetTotals(tx, bookId, chart.quota('special_fund').code, 'flow');
  const statements = new Map<Pool, PoolStatement>();
  for (const pool of POOLS) {
    const { posted, held } = await readBalance(tx, bookId, chart.quota(pool));
    const flow = (value: string): bigint =>
      flows.find((row) => row.dimension === pool && row.value === value)?.total ?? 0n;
    statements.set(pool, {
      in: flow('in'),
      reserved: held,
      spent: -flow('spent'),
      available: posted - held,
    });
  }
  return Object.fromEntries(statements) as Record<Pool, PoolStatement>;
}
