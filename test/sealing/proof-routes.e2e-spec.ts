import { createPublicKey } from 'node:crypto';
import { sealBook } from '../../src/ledger';
import { income, pool, TestLedger, transfer } from '../support/ledger';
import { type TestBrowser, TestService } from '../support/test-service';
import { keyInFolder } from './support';
import {
  isSignedBy,
  leafHash,
  provesConsistency,
  provesInclusion,
  readCheckpoint,
} from '../../src/verifier';

interface Proof {
  readonly size: string;
  readonly text: string;
  readonly hashes: readonly string[];
  readonly checkpoint: string;
}

/** Journals of the book; the first five are under a checkpoint of their own. */
const JOURNALS = 12n;

describe('the proofs over HTTP', () => {
  let ledger: TestLedger;
  let service: TestService;
  let auditor: TestBrowser;
  let base: string;
  let unsealed: string;

  const application = (settings: Record<string, string> = {}): Promise<TestService> =>
    TestService.open(settings, ledger.database, { embedded: false });

  beforeAll(async () => {
    ledger = await TestLedger.create();
    const { key, keyFile } = keyInFolder();
    const [id, other] = [await ledger.openBook(), await ledger.openBook()];
    const rows = await ledger.rows<{ code: string }>('SELECT code FROM ledger.book ORDER BY id');
    const [code = '', otherCode = ''] = rows.map((row) => row.code);
    base = `/api/v1/books/${code}`;
    unsealed = `/api/v1/books/${otherCode}`;
    for (let made = 0n; made < JOURNALS; made += 1n) {
      await ledger.accept({ bookId: id, lines: transfer(pool('a'), income, 100n + made) });
    }
    await ledger.drain(id);
    await ledger.fund(other, pool('a'), 1n);
    await sealBook(ledger.dataSource, { id, code }, key, 5n);
    await sealBook(ledger.dataSource, { id, code }, key);
    service = await application({ FUND_SEAL_KEY_FILE: keyFile });
    auditor = await service.signInToSandbox('auditor');
  });
  afterAll(async () => {
    await service.app.close();
    await ledger.drop();
  });

  const get = (path: string) => auditor.get(path);
  const bodyOf = async <Body>(path: string): Promise<Body> => {
    const { body } = (await get(path).expect(200)) as { body: Body };
    return body;
  };
  const buffers = (hashes: readonly string[]): Buffer[] =>
    hashes.map((hash) => Buffer.from(hash, 'base64'));
  const rootAt = async (size: bigint): Promise<Buffer> => {
    const { checkpoint } = await bodyOf<Proof>(`${base}/journals/1/proof?size=${String(size)}`);
    return readCheckpoint(checkpoint)?.root ?? Buffer.alloc(0);
  };

  it('give the key, and the last checkpoint signed with it', async () => {
    const { pem, publicKey, algorithm } = await bodyOf<Record<string, string>>('/api/v1/seal-key');
    expect(algorithm).toBe('Ed25519');
    expect(Buffer.from(publicKey ?? '', 'base64')).toHaveLength(32);
    const { text } = await get(`${base}/checkpoint`)
      .expect(200)
      .expect('content-type', /^text\/plain/)
      .expect('last-modified', / GMT$/);
    expect(isSignedBy(text, createPublicKey(pem ?? ''))).toBe(true);
    expect(readCheckpoint(text)?.size).toBe(JOURNALS);
  });

  it('prove every journal, in the last checkpoint and in an earlier one', async () => {
    for (let number = 1n; number <= JOURNALS; number += 1n) {
      for (const query of number > 5n ? [''] : ['', '?size=5']) {
        const path = `${base}/journals/${String(number)}/proof${query}`;
        const proof = await bodyOf<Proof>(path);
        const { size = 0n, root = Buffer.alloc(0) } = readCheckpoint(proof.checkpoint) ?? {};
        expect([proof.size, size]).toEqual([String(size), query === '' ? JOURNALS : 5n]);
        const claim = { index: number - 1n, size, leaf: leafHash(proof.text), root };
        expect(provesInclusion(claim, buffers(proof.hashes))).toBe(true);
        const other = leafHash(proof.text.replace('tester', 'nobody'));
        expect(provesInclusion({ ...claim, leaf: other }, buffers(proof.hashes))).toBe(false);
      }
    }
  });

  it('prove that the book only grew', async () => {
    const { hashes } = await bodyOf<Proof>(`${base}/consistency?from=5&to=${String(JOURNALS)}`);
    const [first, second] = [
      { size: 5n, root: await rootAt(5n) },
      { size: JOURNALS, root: await rootAt(JOURNALS) },
    ];
    expect(provesConsistency(first, second, buffers(hashes))).toBe(true);
    expect(provesConsistency({ ...first, root: second.root }, second, buffers(hashes))).toBe(false);
    for (const same of ['from=0&to=5', 'from=5&to=5']) {
      expect((await bodyOf<Proof>(`${base}/consistency?${same}`)).hashes).toEqual([]);
    }
  });

  const refused = async (path: string, status: number, code: string): Promise<void> => {
    const { body } = (await get(path)
      .expect(status)
      .expect('content-type', /^application\/problem\+json/)) as { body: unknown };
    expect(body).toMatchObject({ status, code, type: `/api/v1/problems/${code}` });
  };

  it.each([
    '/journals/0/proof',
    '/journals/01/proof',
    '/journals/-1/proof',
    '/journals/1.0/proof',
    '/journals/1e3/proof',
    '/journals/9999999999999999999/proof',
    '/journals/1/proof?size=x',
    '/journals/1/proof?size=',
    '/journals/1/proof?size=05',
    '/journals/1/proof?other=5',
    '/journals/1/proof?size=5&size=12',
    '/consistency',
    '/consistency?from=5',
    '/consistency?from=-1&to=5',
    '/consistency?from=1&to=99999999999999999999',
    '/consistency?from=1&to=5&more=1',
  ])('refuse %s as a bad parameter', (path) => refused(`${base}${path}`, 400, 'PARAMETER_INVALID'));

  it.each([
    '/journals/13/proof',
    '/journals/999999999999999999/proof',
    '/journals/6/proof?size=5',
    '/journals/1/proof?size=0',
    '/journals/1/proof?size=6',
    '/consistency?from=5&to=13',
    '/consistency?from=12&to=5',
  ])('have nothing for %s, which is not sealed', (path) =>
    refused(`${base}${path}`, 404, 'NOT_SEALED'),
  );

  it('have nothing for a book that is not sealed', async () => {
    for (const path of ['/checkpoint', '/journals/1/proof', '/consistency?from=0&to=1']) {
      await refused(`${unsealed}${path}`, 404, 'NOT_SEALED');
    }
  });

  it('do not know a book that is not there, and refuse a name that can be none', async () => {
    for (const path of ['/checkpoint', '/journals/1/proof', '/consistency?from=0&to=1']) {
      await refused(`/api/v1/books/absent${path}`, 404, 'NOT_FOUND');
      await refused(`/api/v1/books/No_Name${path}`, 400, 'PARAMETER_INVALID');
    }
  });

  it('say that sealing is off where there is no key', async () => {
    const keyless = await application();
    try {
      const { body } = (await keyless.browser().get('/api/v1/seal-key').expect(404)) as {
        body: unknown;
      };
      expect(body).toMatchObject({ code: 'SEALING_OFF' });
    } finally {
      await keyless.app.close();
    }
  });
});
