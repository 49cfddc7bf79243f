import type { KeyObject } from 'node:crypto';
import { type Reader } from '../ledger';
import { readNodes, readNotes, readTrail, TRAIL_PAGE } from './trail';
import { AUDIT_LOG, BUNDLE_FORMAT, eventText, leafHash } from '../verifier';

/**
 * The lines of the trail's bundle: what is sealed of it, and its checkpoints, each after its last event.
 * The leaves are the stored ones, so that a changed event is named and not only its range.
 *
 * @param reach takes how many events of how many are written
 */
export async function* trailBundleLines(
  reader: Reader,
  publicKey: KeyObject,
  reach?: (done: bigint, total: bigint) => void,
): AsyncGenerator<string> {
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  yield JSON.stringify({ format: BUNDLE_FORMAT, log: AUDIT_LOG, publicKey: pem });
  const [last] = await reader.query<{ size: string | null }>(
    'SELECT max(size)::text AS size FROM fund.audit_checkpoint',
  );
  const sealed = BigInt(last?.size ?? '0');
  for (let from = 1n; from <= sealed; from += TRAIL_PAGE) {
    const to = from + TRAIL_PAGE - 1n < sealed ? from + TRAIL_PAGE - 1n : sealed;
    const nodes = await readNodes(reader, from, to);
    const notes = new Map(
      (await readNotes(reader, from, to)).map(({ size, note }) => [size.toString(), note]),
    );
    for (const { number, event } of await readTrail(reader, from, to)) {
      if (event === undefined) continue;
      const text = eventText(event);
      const leaf = nodes.get(`0/${BigInt(number) - 1n}`) ?? leafHash(text);
      yield JSON.stringify({ leaf: leaf.toString('base64'), event: text });
      const note = notes.get(number);
      if (note !== undefined) yield JSON.stringify({ checkpoint: note });
    }
    reach?.(to, sealed);
  }
}
