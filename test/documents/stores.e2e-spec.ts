import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type DocumentStore, FolderStore, openDocument, S3Store } from '../../src/documents';
import { readConfig } from '../../src/platform/config';
import { ObjectStore } from './object-store';

const MB = 1_024 * 1_024;
const hashOf = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

const objectStoreOf = (settings: Record<string, string>, folder: string): S3Store => {
  const { objectStore } = readConfig(settings);
  if (objectStore === undefined) throw new Error('no object store is configured');
  return new S3Store(objectStore, join(folder, 'incoming'));
};

describe.each(['folder', 'object store'])('a store of documents in a %s', (kind) => {
  let folder: string;
  let objects: ObjectStore;
  let store: DocumentStore;
  let pathOf: (hash: Buffer) => string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fund-store-'));
    objects = await ObjectStore.open();
    const hexOf = (hash: Buffer) => hash.toString('hex');
    if (kind === 'folder') {
      store = new FolderStore(folder);
      pathOf = (hash) => join(folder, hexOf(hash).slice(0, 2), hexOf(hash));
    } else {
      store = objectStoreOf(objects.settings, folder);
      pathOf = (hash) => objects.pathOf(hexOf(hash));
    }
  });
  afterEach(async () => {
    await objects.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const receive = (bytes: Buffer) => store.receive(Readable.from([bytes]), 30 * MB);
  const keep = async (bytes: Buffer): Promise<Buffer> => {
    const file = await receive(bytes);
    await store.keep(file);
    await store.discard(file);
    return file.sha256;
  };
  const kept = async (): Promise<string[]> => {
    const all: string[] = [];
    for await (const hash of store.list()) all.push(hash.toString('hex'));
    return all;
  };
  const read = async (hash: Buffer): Promise<Buffer | undefined> => {
    const bytes = await store.read(hash);
    return bytes && buffer(bytes);
  };

  it.each([1, 100_000, 20 * MB])(
    'gives back %i bytes as they came, and forgets the upload',
    async (size) => {
      const bytes = randomBytes(size);
      const hash = await keep(bytes);
      expect(hash.equals(hashOf(bytes))).toBe(true);
      expect((await read(hash))?.equals(bytes)).toBe(true);
      expect(await buffer(await openDocument(store, { id: 'x', sha256: hash }))).toHaveLength(size);
      expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
    },
  );

  it('lists what it keeps, each once, removes it, and knows nothing of the rest', async () => {
    const all = [Buffer.from('one'), Buffer.from('two'), Buffer.from('two')];
    for (const bytes of all) await keep(bytes);
    const [one, two] = all.map(hashOf) as [Buffer, Buffer];
    expect((await kept()).toSorted()).toEqual(
      [one, two].map((hash) => hash.toString('hex')).toSorted(),
    );
    await store.remove(one);
    await store.remove(one);
    expect(await kept()).toEqual([two.toString('hex')]);
    expect(await store.read(one)).toBeUndefined();
  });

  it('never overwrites: what is something else by now stays, and is not handed out', async () => {
    const bytes = Buffer.from('evidence');
    const hash = await keep(bytes);
    writeFileSync(pathOf(hash), 'evidencf');
    const altered = { code: 'DOCUMENT_ALTERED', details: { fault: 'altered' } };
    await expect(keep(bytes)).rejects.toMatchObject(altered);
    expect(readFileSync(pathOf(hash), 'utf8')).toBe('evidencf');
    await expect(openDocument(store, { id: 'x', sha256: hash })).rejects.toMatchObject(altered);
    rmSync(pathOf(hash));
    await expect(openDocument(store, { id: 'x', sha256: hash })).rejects.toMatchObject({
      code: 'DOCUMENT_ALTERED',
      details: { fault: 'missing' },
    });
  });

  it('keeps the same bytes once, however many keep them at once', async () => {
    const bytes = randomBytes(10_000);
    const files = await Promise.all(Array.from({ length: 5 }, () => receive(bytes)));
    await Promise.all(files.map((file) => store.keep(file)));
    expect(await kept()).toEqual([hashOf(bytes).toString('hex')]);
    expect((await read(hashOf(bytes)))?.equals(bytes)).toBe(true);
  });

  it('takes nothing that is empty or too large, and takes away what broke off a day ago', async () => {
    await expect(receive(Buffer.alloc(0))).rejects.toMatchObject({ code: 'DOCUMENT_EMPTY' });
    const large = store.receive(Readable.from([Buffer.alloc(11)]), 10);
    await expect(large).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
    const { path } = await receive(Buffer.from('broke off'));
    expect(await store.removeLeftovers()).toBe(0);
    utimesSync(path, 0, 0);
    expect(await store.removeLeftovers()).toBe(1);
    expect(await store.removeLeftovers()).toBe(0);
  });
});

describe('an object store', () => {
  let folder: string;
  let objects: ObjectStore;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fund-store-'));
    objects = await ObjectStore.open();
  });
  afterEach(async () => {
    await objects.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const received = (store: S3Store, bytes: Buffer) => store.receive(Readable.from([bytes]), MB);
  const open = (more: Record<string, string> = {}) =>
    objectStoreOf({ ...objects.settings, ...more }, folder);

  it.each(['ignored', 'refused'] as const)(
    'that knows no conditions is overwritten neither: %s',
    async (conditions) => {
      objects.conditions = conditions;
      const store = open();
      const file = await received(store, Buffer.from('evidence'));
      await store.keep(file);
      const path = objects.pathOf(file.sha256.toString('hex'));
      expect(readFileSync(path, 'utf8')).toBe('evidence');
      writeFileSync(path, 'evidencf');
      await expect(store.keep(file)).rejects.toMatchObject({ code: 'DOCUMENT_ALTERED' });
      expect(readFileSync(path, 'utf8')).toBe('evidencf');
    },
  );

  it('names objects by their hash only, in the path of the bucket', async () => {
    const store = open();
    const file = await received(store, Buffer.from('x'));
    await store.keep(file);
    const hash = file.sha256.toString('hex');
    const path = `/documents/${hash.slice(0, 2)}/${hash}`;
    expect(objects.requests.map((request) => request.split('?')[0])).toEqual([
      `HEAD ${path}`,
      `PUT ${path}`,
    ]);
  });

  it('that cannot be used says why in a word, and tells no secret', async () => {
    const closed = createServer();
    await new Promise<void>((done) => closed.listen(0, '127.0.0.1', done));
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    const secret = 'a-secret-that-is-wrong';
    const faulty = [
      [{ FUND_S3_SECRET_ACCESS_KEY: secret }, 'SignatureDoesNotMatch 403'],
      [{ FUND_S3_BUCKET: 'no-such-bucket' }, 'NoSuchBucket 404'],
      [{ FUND_S3_ENDPOINT: `http://127.0.0.1:${String(port)}` }, 'ECONNREFUSED'],
    ] as const;
    for (const [more, seen] of faulty) {
      const store = open(more);
      expect(await store.fault()).toBe(seen);
      const file = await received(store, Buffer.from('x'));
      const refusal: unknown = await store.keep(file).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'DOCUMENT_STORE_AWAY', kind: 'failed' });
      expect(JSON.stringify(refusal)).not.toContain(secret);
      await expect(store.remove(file.sha256)).rejects.toMatchObject({
        code: 'DOCUMENT_STORE_AWAY',
      });
      await expect(store.read(file.sha256)).rejects.toMatchObject({ code: 'DOCUMENT_STORE_AWAY' });
    }
    expect(await open().fault()).toBeUndefined();
  });
});
