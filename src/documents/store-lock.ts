import type { EntityManager } from 'typeorm';

const STORE = `hashtext('fund.documents')`;

/** Until the end of the transaction nobody takes files away: a row for a kept file is on its way. */
export const shareStore = (tx: EntityManager): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock_shared(${STORE})`);

/** Until the end of the transaction nobody keeps a file; waits for those who do. */
export const takeStore = (tx: EntityManager): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(${STORE})`);
