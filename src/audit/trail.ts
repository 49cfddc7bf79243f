import type { Reader, StoredLog, StoredNote } from '../ledger';
import { EVENT_FORMAT, type SealedEvent, TRAIL_ORIGIN } from '../verifier';

/** The audit trail as a sealed log; there is one in an installation. */
export const TRAIL: StoredLog = {
  origin: TRAIL_ORIGIN,
  name: { en: 'the audit trail', zh: '审计轨迹' },
  // No book can have this code.
  folder: '_audit',
  nodes: 'fund.audit_node',
  checkpoints: 'fund.audit_checkpoint',
};

/** Every member of the canonical text but its format, in SQL over a leaf and its event. */
const MEMBERS = `jsonb_strip_nulls(jsonb_build_object(
  'number', l.number::text, 'id', e.id::text,
  'recordedAt', to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  'book', (SELECT b.code FROM ledger.book b WHERE b.id = e.book_id), 'bureau', e.bureau_id::text,
  'businessOn', to_char(e.business_on, 'YYYY-MM-DD'), 'person', e.person, 'personId', e.person_id::text,
  'session', e.session_id::text, 'address', e.address, 'action', e.action, 'subject', e.subject,
  'key', e.act_key, 'before', encode(e.before_hash, 'hex'), 'after', encode(e.after_hash, 'hex'),
  'outcome', e.outcome, 'refusalCode', e.refusal_code, 'content', e.content::text))`;

/** How many events are read, and are in memory, at once. */
export const TRAIL_PAGE = 1_000n;

/** A place in the trail; `event` is absent where it is there no more. */
export interface TrailPlace {
  readonly number: string;
  readonly eventId: string;
  readonly event: SealedEvent | undefined;
}

type Members = Omit<SealedEvent, 'format'> & SealedEvent;

/** The places `from` to `to` of the trail; those that are not there are left out. */
export async function readTrail(reader: Reader, from: bigint, to: bigint): Promise<TrailPlace[]> {
  const rows = await reader.query<{ number: string; event_id: string; event: Members | null }>(
    `SELECT l.number::text, l.event_id, CASE WHEN e.id IS NOT NULL THEN ${MEMBERS} END AS event
       FROM fund.audit_leaf l LEFT JOIN fund.audit_event e ON e.id = l.event_id
      WHERE l.number BETWEEN $1::bigint AND $2::bigint ORDER BY l.number`,
    [from.toString(), to.toString()],
  );
  return rows.map(({ number, event_id: eventId, event }) => ({
    number,
    eventId,
    event: event === null ? undefined : { ...event, format: EVENT_FORMAT },
  }));
}

/** How many events have a place in the trail. */
export async function countPlaces(reader: Reader): Promise<bigint> {
  const [row] = await reader.query<{ last: string }>(
    'SELECT coalesce(max(number), 0)::text AS last FROM fund.audit_leaf',
  );
  return BigInt(row?.last ?? '0');
}

/** The stored nodes that are complete with the events of a page, by name. */
export async function readNodes(
  reader: Reader,
  from: bigint,
  to: bigint,
): Promise<Map<string, Buffer>> {
  const rows = await reader.query<{ name: string; hash: Buffer }>(
    `SELECT n.level || '/' || n.position AS name, n.hash
       FROM generate_series(0, 62) AS l(level)
       JOIN fund.audit_node n ON n.level = l.level AND n.position >= ($1::bigint - 1) >> l.level
                             AND n.position < $2::bigint >> l.level`,
    [from.toString(), to.toString()],
  );
  return new Map(rows.map(({ name, hash }) => [name, hash]));
}

/** The stored checkpoints of the sizes `from` to `to`. */
export async function readNotes(reader: Reader, from: bigint, to: bigint): Promise<StoredNote[]> {
  const rows = await reader.query<Omit<StoredNote, 'size'> & { size: string }>(
    `SELECT c.number::text, c.size::text, encode(c.root, 'hex') AS root, c.note
       FROM fund.audit_checkpoint c WHERE c.size BETWEEN $1::bigint AND $2::bigint ORDER BY c.size`,
    [from.toString(), to.toString()],
  );
  return rows.map((row) => ({ ...row, size: BigInt(row.size) }));
}
