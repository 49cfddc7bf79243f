import type { KeyObject } from 'node:crypto';
import { type Reader, StoredCheckpoints } from '../ledger';
import { readNodes, readNotes, readTrail, TRAIL_PAGE, type TrailPlace } from './trail';
import { differ, eventText, TrailCheck, type TreeNode } from '../verifier';

/** What was looked at in an audit trail that is whole. */
export interface TrailFinding {
  readonly log: 'audit';
  /** Events that have a place in the trail; a later one gets it with the next checkpoint. */
  readonly events: string;
  /** How many of them a checkpoint covers. */
  readonly sealed: string;
  readonly checkpoints: number;
  /** Whether a key was there to check the signatures with. */
  readonly signatures: 'checked' | 'not_checked';
}

interface Sizes {
  readonly places: bigint;
  readonly sealed: bigint;
  readonly leaves: bigint;
}

async function readSizes(reader: Reader): Promise<Sizes> {
  const [row] = await reader.query<Record<keyof Sizes, string>>(
    `SELECT coalesce((SELECT max(number) FROM fund.audit_leaf), 0)::text AS places,
            coalesce((SELECT max(size) FROM fund.audit_checkpoint), 0)::text AS sealed,
            coalesce((SELECT max(position) + 1 FROM fund.audit_node WHERE level = 0), 0)::text AS leaves`,
  );
  if (row === undefined) throw new Error('a question to the audit trail had no answer');
  const { places, sealed, leaves } = row;
  return { places: BigInt(places), sealed: BigInt(sealed), leaves: BigInt(leaves) };
}

const nameOf = ({ level, position }: Pick<TreeNode, 'level' | 'position'>): string =>
  `${level}/${position}`;

function checkPlaces(
  places: readonly TrailPlace[],
  nodes: ReadonlyMap<string, Buffer>,
  check: TrailCheck,
  sealed: bigint,
): void {
  for (const { number, eventId, event } of places) {
    const index = check.tree.size;
    if (number !== (index + 1n).toString()) return;
    if (event === undefined) {
      differ('event_missing', check.at(index + 1n), `event ${eventId} is not there`);
    } else {
      const leaf = nodes.get(nameOf({ level: 0, position: index }));
      const altered = check.add(event, eventText(event), leaf).find((node) => {
        const stored = nodes.get(nameOf(node));
        return stored === undefined ? index < sealed : !stored.equals(node.hash);
      });
      if (altered !== undefined) {
        const detail = `stored node ${nameOf(altered)} is not that of the events`;
        differ('tree_altered', check.at(index + 1n), detail);
      }
    }
  }
}

/** No event may lie where every event had its place already. */
async function checkOutside(reader: Reader): Promise<void> {
  const [event] = await reader.query<{ id: string }>(
    `SELECT e.id FROM fund.audit_event e
      WHERE e.recorded_in < (SELECT l.horizon FROM fund.audit_leaf l ORDER BY l.number DESC LIMIT 1)
        AND NOT EXISTS (SELECT FROM fund.audit_leaf l WHERE l.event_id = e.id)
      ORDER BY e.id LIMIT 1`,
  );
  if (event !== undefined) {
    differ('event_unsealed', {}, `event ${event.id} was put in among events that are sealed`);
  }
}

/**
 * Checks the whole audit trail against its seal and checkpoints kept elsewhere. Reads page by page, so
 * it belongs into a transaction that sees one state of the database.
 *
 * @param publicKey absent: signatures are not looked at
 * @param kept notes of checkpoints from outside
 * @param reach takes how many events of how many are checked
 * @throws DifferenceFound naming the first event that differs
 */
export async function verifyTrail(
  reader: Reader,
  publicKey?: KeyObject,
  kept: readonly string[] = [],
  reach?: (done: bigint, total: bigint) => void,
): Promise<TrailFinding> {
  const check = new TrailCheck(publicKey);
  const stored = new StoredCheckpoints(check);
  const { places, sealed, leaves } = await readSizes(reader);
  for (const note of kept) check.expect(note);
  const upTo = [places, sealed, leaves].reduce((a, b) => (a > b ? a : b));
  for (let from = 1n; from <= upTo; from += TRAIL_PAGE) {
    const to = from + TRAIL_PAGE - 1n < upTo ? from + TRAIL_PAGE - 1n : upTo;
    for (const note of await readNotes(reader, from, to)) stored.take(note);
    const [page, nodes] = [await readTrail(reader, from, to), await readNodes(reader, from, to)];
    checkPlaces(page, nodes, check, sealed);
    reach?.(check.tree.size, upTo);
    if (check.tree.size < to) {
      const missing = check.tree.size + 1n;
      differ('event_missing', check.at(missing), `event ${missing} of ${upTo} is not there`);
    }
  }
  check.end();
  if (leaves !== sealed) {
    const detail = `${leaves} leaves are stored, the last checkpoint has ${sealed}`;
    differ('tree_altered', check.at(sealed + 1n), detail);
  }
  await checkOutside(reader);
  return {
    log: 'audit',
    events: places.toString(),
    sealed: sealed.toString(),
    checkpoints: check.checkpoints,
    signatures: publicKey === undefined ? 'not_checked' : 'checked',
  };
}
