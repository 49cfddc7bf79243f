import { type LeafProof, proveLeaf, type Reader } from '../ledger';
import { readTrail, TRAIL } from './trail';
import { eventText } from '../verifier';

/** That an event stands in the sealed audit trail. */
export interface EventProof extends LeafProof {
  /** Its place in the trail. */
  readonly number: bigint;
  /** The canonical text whose leaf hash is proved. */
  readonly text: string;
}

/**
 * Proves that an event is part of the sealed audit trail, against the last checkpoint or that of a size.
 *
 * @throws DomainError NOT_SEALED there is no such checkpoint, or the event came after it
 */
export async function proveEvent(reader: Reader, id: string, size?: bigint): Promise<EventProof> {
  const [place] = await reader.query<{ number: string }>(
    'SELECT number::text FROM fund.audit_leaf WHERE event_id = $1',
    [id],
  );
  const number = place && BigInt(place.number);
  const proof = await proveLeaf(reader, TRAIL, number, size);
  const at = number ?? 0n;
  const event = (await readTrail(reader, at, at))[0]?.event;
  return { ...proof, number: at, text: event === undefined ? '' : eventText(event) };
}
