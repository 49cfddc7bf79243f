import type { EntityManager } from 'typeorm';

/** The day it is in Asia/Shanghai by the clock of the database, `YYYY-MM-DD`. */
export async function today(tx: EntityManager): Promise<string> {
  const [row] = await tx.query<{ day: string }[]>(
    `SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text AS day`,
  );
  if (row === undefined) throw new Error('the database told no day');
  return row.day;
}
