import type { DataSource, EntityManager } from 'typeorm';
import {
  publishNote,
  SEAL_BATCH,
  SealBrokenError,
  sealedTree,
  type Sealing,
  type SealResult,
  sealWhole,
  signTree,
} from '../ledger';
import { traced } from '../platform/tracing';
import { countPlaces, readTrail, TRAIL, TRAIL_PAGE } from './trail';
import { eventText, leafHash, type TreeNode } from '../verifier';

type Tree = Awaited<ReturnType<typeof sealedTree>>['tree'];

/** Runs `work` where no other process numbers or seals events; nothing where one does. */
async function asOnlySealer<T>(
  dataSource: DataSource,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T | undefined> {
  return dataSource.transaction('READ COMMITTED', async (tx) => {
    const [lock] = await tx.query<{ taken: boolean }[]>(
      `SELECT pg_try_advisory_xact_lock(hashtext('audit.seal'), 0) AS taken`,
    );
    return lock?.taken === true ? work(tx) : undefined;
  });
}

async function addEvents(tx: EntityManager, tree: Tree, size: bigint): Promise<TreeNode[]> {
  const nodes: TreeNode[] = [];
  while (tree.size < size) {
    const end = tree.size + TRAIL_PAGE < size ? tree.size + TRAIL_PAGE : size;
    for (const { number, event } of await readTrail(tx, tree.size + 1n, end)) {
      if (event === undefined || number !== (tree.size + 1n).toString()) break;
      nodes.push(...tree.add(leafHash(eventText(event))));
    }
    if (tree.size < end) {
      throw new SealBrokenError(
        `Event ${tree.size + 1n} of the audit trail is missing.`,
        `审计轨迹缺少第 ${tree.size + 1n} 条记录。`,
      );
    }
  }
  return nodes;
}

async function sealNumbered(
  tx: EntityManager,
  { key, folder, batch = SEAL_BATCH }: Sealing,
): Promise<SealResult> {
  const last = await countPlaces(tx);
  const { tree, note } = await sealedTree(tx, TRAIL, key);
  const from = tree.size;
  if (last <= from) {
    if (note === undefined) return { from, size: from, last };
    await publishNote(folder, TRAIL, from, note);
    return { from, size: from, last, note };
  }
  const size = last - from > batch ? from + batch : last;
  const nodes = await addEvents(tx, tree, size);
  const signed = signTree(TRAIL, tree, key);
  await tx.query('SELECT fund.seal_audit_trail($1, $2, $3, $4, $5, $6, $7)', [
    from.toString(),
    size.toString(),
    nodes.map(({ level }) => level),
    nodes.map(({ position }) => position.toString()),
    nodes.map(({ hash }) => hash),
    tree.root,
    signed,
  ]);
  await publishNote(folder, TRAIL, size, signed);
  return { from, size, last, note: signed };
}

/**
 * Numbers what was recorded, and seals it as far as one checkpoint goes.
 *
 * Numbers are committed before anything is signed. A sealer that dies after it has published a
 * checkpoint is followed by one that finds the same events under the same numbers; were they given
 * in the same transaction, an event committed meanwhile could come first, and the published checkpoint
 * would contradict the next.
 *
 * @throws SealBrokenError what is stored differs from what was signed
 */
export async function sealTrail(dataSource: DataSource, sealing: Sealing): Promise<SealResult> {
  return traced('audit.seal', {}, async (span) => {
    const most = (sealing.batch ?? SEAL_BATCH).toString();
    await asOnlySealer(dataSource, (tx) => tx.query('SELECT fund.number_audit_events($1)', [most]));
    const result = await asOnlySealer(dataSource, (tx) => sealNumbered(tx, sealing));
    const { from, size, last, note } = result ?? { from: 0n, size: 0n, last: 0n };
    span.setAttributes({ 'fund.sealed_before': from.toString(), 'fund.sealed': size.toString() });
    return { from, size, last, ...(note !== undefined && { note }) };
  });
}

/** Seals the audit trail up to the last event that is committed. */
export const sealWholeTrail = (
  dataSource: DataSource,
  sealing: Sealing,
  afterEach?: (run: SealResult) => void,
): Promise<SealResult> => sealWhole(() => sealTrail(dataSource, sealing), afterEach);

/** The same, where there is anything to seal. */
export async function sealTrailBehind(dataSource: DataSource, sealing: Sealing): Promise<void> {
  const { unsealed } = await readTrailState(dataSource);
  if (unsealed > 0) await sealWholeTrail(dataSource, sealing);
}

/** How the sealing of the trail stands. */
export interface TrailState {
  /** Events that are under no checkpoint yet. */
  readonly unsealed: number;
  /** Age of the oldest of them; 0 when there is none. */
  readonly oldestUnsealedSeconds: number;
}

/** How the sealing of the trail stands now. */
export async function readTrailState(dataSource: DataSource): Promise<TrailState> {
  const [state] = await dataSource.query<TrailState[]>(
    `WITH sealed AS (SELECT coalesce(max(size), 0) AS size FROM fund.audit_checkpoint),
          numbered AS (SELECT coalesce((SELECT horizon FROM fund.audit_leaf ORDER BY number DESC LIMIT 1), 0) AS horizon),
          unsealed AS (
            SELECT e.recorded_at FROM sealed JOIN fund.audit_leaf l ON l.number > sealed.size
              JOIN fund.audit_event e ON e.id = l.event_id
            UNION ALL
            SELECT e.recorded_at FROM numbered JOIN fund.audit_event e ON e.recorded_in >= numbered.horizon
             WHERE NOT EXISTS (SELECT FROM fund.audit_leaf l WHERE l.event_id = e.id))
     SELECT count(*)::integer AS unsealed,
            coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)), 0)::float8 AS "oldestUnsealedSeconds"
       FROM unsealed`,
  );
  return state ?? { unsealed: 0, oldestUnsealedSeconds: 0 };
}
