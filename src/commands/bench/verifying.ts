import { generateKeyPairSync } from 'node:crypto';
import { type SealedBook, sealWholeBook, verifyBook } from '../../ledger';
import type { BenchDatabase } from './bench-database';
import type { Samples } from './samples';

const ROUNDS = 3;

/** Seals a book and verifies all of it, adding entries a second as `seal` and `verify`. */
export async function measureVerify(
  { dataSource }: BenchDatabase,
  book: SealedBook,
  samples: Samples,
): Promise<void> {
  const key = generateKeyPairSync('ed25519');
  const sealing = performance.now();
  await sealWholeBook(dataSource, book, { key, folder: undefined });
  const sealed = performance.now() - sealing;
  for (let round = 0; round < ROUNDS; round += 1) {
    const verifying = performance.now();
    const { entries } = await dataSource.transaction('REPEATABLE READ', (tx) =>
      verifyBook(tx, book, key.publicKey),
    );
    samples.add('verify', (entries * 1_000) / (performance.now() - verifying));
    if (round === 0) samples.add('seal', (entries * 1_000) / sealed);
  }
}
