import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type SealedBook, type SealKey, sealWholeBook } from '../../ledger';
import type { BenchDatabase } from './bench-database';
import { ENTRIES } from './draining';
import { quantile, type Samples } from './samples';
import type { VerifyResult, VerifyWork } from './verify-process';

const PASSES = 3;
const MIB = 2 ** 20;

/** What verifying a whole book took, and the memory of the process that did it. */
export interface Verification {
  readonly entries: number;
  /** Median of the passes. */
  readonly seconds: number;
  /** Of the pass with the highest peak. */
  readonly rssMiB: { readonly atTenth: number; readonly atEnd: number; readonly peak: number };
}

/** Seals what is not sealed yet of a book, adding entries a second as `seal`. */
export async function measureSeal(
  { dataSource }: BenchDatabase,
  book: SealedBook,
  key: SealKey,
  samples: Samples,
): Promise<void> {
  let journals = 0;
  const started = performance.now();
  await sealWholeBook(dataSource, book, { key, folder: undefined }, ({ from, size }) => {
    journals += parseInt((size - from).toString(), 10);
  });
  if (journals === 0) return;
  samples.add('seal', (journals * ENTRIES * 1_000) / (performance.now() - started));
}

async function verifyOnce(work: VerifyWork): Promise<VerifyResult> {
  const child = fork(join(__dirname, 'verify-process.js'));
  const gone = once(child, 'exit');
  // Comes after the last message, and also where the process died without one.
  const silent = once(child, 'disconnect').then(() => undefined);
  const answer = once(child, 'message') as Promise<[VerifyResult]>;
  child.send(work);
  const result = await Promise.race([answer, silent]);
  await gone;
  if (result === undefined) throw new Error('the verification ended without a result');
  return result[0];
}

/** Verifies all of a sealed book in processes of their own, adding entries a second as `verify`. */
export async function measureVerify(
  { service }: BenchDatabase,
  book: SealedBook,
  key: SealKey,
  samples: Samples,
): Promise<Verification> {
  const publicKey = key.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const results: VerifyResult[] = [];
  for (let pass = 0; pass < PASSES; pass += 1) {
    const result = await verifyOnce({ service, book, publicKey });
    samples.add('verify', (result.entries * 1_000) / result.ms);
    results.push(result);
  }
  const [worst] = [...results].sort((one, other) => other.rssPeak - one.rssPeak);
  if (worst === undefined) throw new Error('nothing was verified');
  const median = quantile(
    results.map(({ ms }) => ms),
    0.5,
  );
  const mib = (bytes: number): number => Math.round(bytes / MIB);
  return {
    entries: worst.entries,
    seconds: Math.round(median / 10) / 100,
    rssMiB: {
      atTenth: mib(worst.rssAtTenth),
      atEnd: mib(worst.rssAtEnd),
      peak: mib(worst.rssPeak),
    },
  };
}
