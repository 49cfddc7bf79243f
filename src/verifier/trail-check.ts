import type { KeyObject } from 'node:crypto';
import { type Canonical, canonicalJson, type SealedEvent } from './canonical';
import { differ, LogCheck } from './log-check';
import type { TreeNode } from './tree';

/** Names the audit trail and how it is hashed. No book has this name: theirs end in the algorithm. */
export const TRAIL_ORIGIN = 'fund-ledger/rfc6962-sha256/audit';

/** The canonical text of an event. */
export const eventText = (event: SealedEvent): string => canonicalJson(event);

/** Checks the events of the audit trail in the order in which they were sealed. */
export class TrailCheck extends LogCheck {
  /** @param publicKey absent: signatures are not looked at */
  constructor(publicKey?: KeyObject) {
    super(TRAIL_ORIGIN, 'event', publicKey);
  }

  /** Checks the next event. @param sealedLeaf the hash that was stored for it, if one was */
  add({ number }: SealedEvent, text: string, sealedLeaf?: Buffer): TreeNode[] {
    const next = (this.tree.size + 1n).toString();
    const detail = `number ${number} in place of ${next}`;
    const fault = number === next ? undefined : { kind: 'event_missing' as const, detail };
    return this.addLeaf(text, fault, sealedLeaf);
  }
}

/** Reads the canonical text of an event back; refuses what is spelled in any other way. */
export function readEventText(text: string, number: bigint): SealedEvent {
  try {
    const event = JSON.parse(text) as Canonical;
    if (canonicalJson(event) === text) return event as unknown as SealedEvent;
  } catch {
    // Told below, like any other spelling.
  }
  const place = { event: number.toString() };
  return differ('text_not_canonical', place, 'the text is not in canonical form');
}
