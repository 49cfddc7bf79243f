import { differ, type LogCheck, readCheckpoint } from '../../verifier';
import type { StoredNote } from './read-journals';

/** Checks the stored checkpoints of a log in the order of their sizes: none is missing, each says what stands beside it. */
export class StoredCheckpoints {
  private last = 0n;

  constructor(private readonly check: LogCheck) {}

  /** @throws DifferenceFound naming the checkpoint by its place */
  take({ number, size, root, note }: StoredNote): void {
    this.last += 1n;
    const checkpoint = this.last.toString();
    if (number !== checkpoint) {
      const detail = `checkpoint ${checkpoint} is not there; that of size ${size} is ${number}`;
      differ('checkpoint_missing', { checkpoint }, detail);
    }
    this.check.expect(note, size);
    if (readCheckpoint(note)?.root.toString('hex') !== root) {
      const detail = `the root stored for size ${size} is not that of the note`;
      differ('checkpoint_altered', { checkpoint }, detail);
    }
  }
}
