import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { seal, verify, verifyBundleFile, writeBundle } from '../../src/commands/seal-commands';
import type { FundDatabase } from '../../src/database';
import {
  bookLog,
  CheckpointFolder,
  PostgresWakeUp,
  proveConsistency,
  proveInclusion,
  readNote,
  sealBook,
  type SealKey,
  verifyBook,
} from '../../src/ledger';
import { income, pool, TestLedger, transfer } from '../support/ledger';
import { keyInFolder } from './support';
import { leafHash, provesConsistency, provesInclusion, readCheckpoint } from '../../src/verifier';

describe('the sealer', () => {
  let ledger: TestLedger;
  let folder: string;
  let key: SealKey;
  beforeAll(async () => {
    ledger = await TestLedger.create();
    ({ folder, key } = keyInFolder());
  });
  afterAll(async () => {
    await ledger.drop();
    rmSync(folder, { recursive: true });
  });

  const newBook = async (): Promise<{ id: number; code: string }> => {
    const id = await ledger.openBook();
    const [row] = await ledger.rows<{ code: string }>(
      'SELECT code FROM ledger.book WHERE id = $1',
      [id],
    );
    return { id, code: row?.code ?? '' };
  };
  const accept = async (bookId: number, journals: number): Promise<void> => {
    for (let made = 0; made < journals; made += 1) {
      await ledger.accept({ bookId, lines: transfer(pool('a'), income, 100n) });
    }
  };
  const database = (): FundDatabase => ({
    dataSource: ledger.dataSource,
    embedded: false,
    place: 'test',
    wakeUp: new PostgresWakeUp(ledger.dataSource, ledger.database.serviceClient),
    close: () => Promise.resolve(),
  });

  it('leaves no journal below a checkpoint unhashed, whatever commits while it reads', async () => {
    const book = await newBook();
    await accept(book.id, 3);
    await ledger.drain(book.id);
    await accept(book.id, 4);
    const writer = new Client(ledger.database.serviceClient);
    await writer.connect();
    try {
      // Four journals are numbered and written, but their transaction is still open.
      await writer.query('BEGIN');
      await writer.query('SELECT * FROM ledger.drain($1, 500)', [book.id]);
      expect(await sealBook(ledger.dataSource, book, key)).toMatchObject({ from: 0n, size: 3n });
      await writer.query('COMMIT');
      await accept(book.id, 2);
      await writer.query('BEGIN');
      await writer.query('SELECT * FROM ledger.drain($1, 500)', [book.id]);
      expect(await sealBook(ledger.dataSource, book, key)).toMatchObject({ from: 3n, size: 7n });
      await writer.query('ROLLBACK');
    } finally {
      await writer.end();
    }
    await ledger.drain(book.id);
    expect(await sealBook(ledger.dataSource, book, key)).toMatchObject({ from: 7n, size: 9n });
    const finding = await verifyBook(ledger.dataSource, book, key.publicKey);
    expect(finding).toMatchObject({ journals: '9', sealed: '9', checkpoints: 3 });
  });

  it('is one for a book at a time, and many may try', async () => {
    const book = await newBook();
    await accept(book.id, 30);
    await ledger.drain(book.id);
    const tries = Array.from({ length: 8 }, () => sealBook(ledger.dataSource, book, key, 10n));
    expect((await Promise.allSettled(tries)).map(({ status }) => status)).not.toContain('rejected');
    for await (const line of seal(database(), { key, folder: undefined }, { book: book.code })) {
      expect(line).toContain('→ 30 ');
    }
    expect(await verify(database(), key.publicKey, { book: book.code })).toMatchObject([
      { sealed: '30', entries: 60 },
    ]);
  });

  it('proves every journal in every checkpoint, and that checkpoints follow one another', async () => {
    const book = await newBook();
    await accept(book.id, 13);
    await ledger.drain(book.id);
    const checkpoints = [];
    for (const size of [5n, 10n, 13n]) {
      await sealBook(ledger.dataSource, book, key, 5n);
      const note = (await readNote(ledger.dataSource, bookLog(book), size)) ?? '';
      checkpoints.push(readCheckpoint(note) ?? { size: 0n, root: Buffer.alloc(0) });
    }
    for (const { size, root } of checkpoints) {
      for (let number = 1n; number <= size; number += 1n) {
        const proof = await proveInclusion(ledger.dataSource, book, number, size);
        const claim = { index: number - 1n, size, leaf: leafHash(proof.text), root };
        expect(provesInclusion(claim, proof.hashes)).toBe(true);
      }
      for (const later of checkpoints.filter((other) => other.size >= size)) {
        const proof = await proveConsistency(ledger.dataSource, bookLog(book), size, later.size);
        expect(provesConsistency({ size, root }, later, proof)).toBe(true);
      }
    }
    await expect(proveInclusion(ledger.dataSource, book, 12n, 10n)).rejects.toMatchObject({
      code: 'NOT_SEALED',
    });
    await expect(proveConsistency(ledger.dataSource, bookLog(book), 5n, 14n)).rejects.toMatchObject(
      {
        code: 'NOT_SEALED',
      },
    );
  });

  it('adds nothing to a seal of another key', async () => {
    const book = await newBook();
    await accept(book.id, 1);
    await ledger.drain(book.id);
    await sealBook(ledger.dataSource, book, keyInFolder().key);
    await expect(sealBook(ledger.dataSource, book, key)).rejects.toThrow('not signed by our key');
  });

  it('publishes checkpoints, which are never overwritten', async () => {
    const book = await newBook();
    await accept(book.id, 2);
    await ledger.drain(book.id);
    const published = new CheckpointFolder(join(folder, 'published'));
    for await (const line of seal(database(), { key, folder: published }, { book: book.code })) {
      expect(line).toContain('0 → 2 ');
    }
    const path = join(folder, 'published', book.code, '000000000002.txt');
    const note = readFileSync(path, 'utf8');
    expect(note).toBe(await readNote(ledger.dataSource, bookLog(book)));
    published.publish(book.code, 2n, note);
    expect(() => {
      published.publish(book.code, 2n, `${note}x`);
    }).toThrow('holds another checkpoint of size 2');
  });

  it('gives a bundle that is checked offline, and that shows every change', async () => {
    const book = await newBook();
    await accept(book.id, 9);
    await ledger.drain(book.id);
    for (let run = 0; run < 3; run += 1) await sealBook(ledger.dataSource, book, key, 4n);
    const path = join(folder, 'book.jsonl');
    expect(await writeBundle(database(), key.publicKey, { book: book.code }, path)).toBe(1 + 9 + 3);
    const whole = { book: book.code, journals: '9', entries: 18, sealed: '9', checkpoints: 3 };
    expect(await verifyBundleFile(path, key.publicKey, undefined)).toEqual({
      ...whole,
      key: 'given',
    });
    expect(await verifyBundleFile(path, undefined, undefined)).toEqual({ ...whole, key: 'own' });
    const lines = readFileSync(path, 'utf8').split('\n');
    const kept = join(folder, 'kept.txt');
    writeFileSync(kept, (await readNote(ledger.dataSource, bookLog(book))) ?? '');

    const differenceOf = async (changed: readonly string[]): Promise<unknown> => {
      const other = join(folder, 'changed.jsonl');
      writeFileSync(other, changed.join('\n'));
      try {
        await verifyBundleFile(other, key.publicKey, kept);
      } catch (error) {
        return (error as { details: unknown }).details;
      }
      return undefined;
    };
    expect(await differenceOf(lines)).toBeUndefined();
    const altered = lines.map((line, at) => (at === 6 ? line.replace('tester', 'nobody') : line));
    expect(await differenceOf(altered)).toMatchObject({
      difference: { kind: 'journal_altered', journal: '5' },
    });
    expect(await differenceOf(lines.toSpliced(6, 1))).toMatchObject({
      difference: { kind: 'journal_missing', journal: '5' },
    });
    expect(await differenceOf(lines.slice(0, 6))).toMatchObject({
      difference: { kind: 'history_cut', journal: '5' },
    });
    expect(await differenceOf(['{}'])).toHaveProperty('fault', expect.stringContaining('line 1'));
    const foreign = keyInFolder().key.publicKey;
    await expect(verifyBundleFile(path, foreign, undefined)).rejects.toMatchObject({
      code: 'LEDGER_DIFFERS',
      details: { difference: { kind: 'checkpoint_signature_wrong' } },
    });
  });
});
