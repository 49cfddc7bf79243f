import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { HashDiffers, hashOf, HashGate } from './hash-stream';

const PIECES = ['first', ' ', 'last'].map((text) => Buffer.from(text));
const HASH = createHash('sha256').update(Buffer.concat(PIECES)).digest();

/** What comes through the gate, and how it ends. */
async function through(pieces: readonly Buffer[]): Promise<[passed: string, end: unknown]> {
  const passed: Buffer[] = [];
  try {
    const gate = Readable.from(pieces).pipe(new HashGate(HASH));
    for await (const piece of gate as AsyncIterable<Buffer>) passed.push(piece);
    return [Buffer.concat(passed).toString(), 'whole'];
  } catch (error) {
    return [Buffer.concat(passed).toString(), error];
  }
}

describe('bytes on their way out', () => {
  it('pass whole where they are those that were uploaded', async () => {
    expect(await through(PIECES)).toEqual(['first last', 'whole']);
    expect((await hashOf(Readable.from(PIECES))).equals(HASH)).toBe(true);
  });

  it('never reach their end where a single one was changed, or is missing', async () => {
    const [changed, end] = await through([...PIECES.slice(0, 2), Buffer.from('lasT')]);
    expect(changed).not.toContain('lasT');
    expect(end).toBeInstanceOf(HashDiffers);
    expect((await through(PIECES.slice(0, 2)))[1]).toBeInstanceOf(HashDiffers);
    expect((await through([]))[1]).toBeInstanceOf(HashDiffers);
  });
});
