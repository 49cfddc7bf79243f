import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  Documents,
  type DocumentStore,
  requireDocuments,
  sweepDocuments,
  verifyDocuments,
} from '../../src/documents';
import { asCaller, type Caller } from '../../src/identity';
import { ApprovalScene, type Someone } from '../approvals/approval-scene';
import { exampleText } from '../support/examples';
import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { refusalOf } from '../support/ledger';
import type { TestBrowser } from '../support/test-service';
import { docx, jpeg, ofd, oldInvoice, outcome, pdf, png, xlsx } from './files';
import { ObjectStore } from './object-store';

const DOCUMENTS = '/api/v1/documents';
const ORGANIZATION = '51220000MJ00010109';
const OTHER_ORGANIZATION = '51220000MJ00020107';

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly book: string | null;
  readonly creditCode: string | null;
  readonly uploadedBy: string | null;
  readonly nameChanged: boolean;
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe.each(['folder', 'object store'])('documents in a %s', (kind) => {
  let scene: ApprovalScene;
  let objects: ObjectStore;
  let store: DocumentStore;
  let officer: Someone;
  let book: string;
  beforeAll(async () => {
    objects = await ObjectStore.open();
    scene = await ApprovalScene.open(kind === 'folder' ? {} : objects.settings);
    ({ store } = scene.service.app.get(Documents));
    officer = await scene.someone('finance_officer');
    book = scene.bureau.bookCode;
  });
  afterAll(async () => {
    await scene.service.close();
    await objects.close();
  });

  const upload = async (
    browser: TestBrowser,
    name: string,
    bytes: Buffer,
    into = book,
  ): Promise<Shown> => {
    const { body } = (await browser.upload(name, into, bytes).expect(201)) as { body: Shown };
    return body;
  };
  const download = async (id: string): Promise<{ body: Buffer; headers: Record<string, string> }> =>
    await officer.browser.download(`${DOCUMENTS}/${id}/content`).expect(200);
  /** Where the bytes of a hash lie, and in what all of them do. */
  const pathOf = (hash: string): string =>
    kind === 'folder' ? join(folder(), hash.slice(0, 2), hash) : objects.pathOf(hash);
  const folder = (): string => scene.service.documentFolder;
  const root = (): string => (kind === 'folder' ? folder() : objects.bucketFolder);
  const events = (subject: string): Promise<{ action: string; code: string | null }[]> =>
    scene.dataSource.query(
      `SELECT action, refusal_code AS code FROM fund.audit_event WHERE subject = $1 ORDER BY id`,
      [subject],
    );

  it.each([
    ['合同 1.pdf', 'application/pdf', pdf()],
    ['发票.ofd', 'application/ofd', ofd()],
    ['发票.xml', 'application/xml', Buffer.from(oldInvoice())],
    ['photo.png', 'image/png', png()],
    ['photo.jpeg', 'image/jpeg', jpeg()],
    ['表.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', xlsx()],
    ['信.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', docx()],
  ])('come back byte for byte, only to be saved: %s', async (name, mediaType, bytes) => {
    const shown = await upload(officer.browser, name, bytes);
    const sha256 = hashOf(bytes);
    expect(shown).toMatchObject({
      ...{ name, mediaType, sha256, size: bytes.length, book, creditCode: null },
      uploadedBy: officer.name,
      nameChanged: false,
    });
    const { nameChanged, ...row } = shown;
    const read = await officer.browser.get(`${DOCUMENTS}/${shown.id}`).expect(200);
    expect([read.body, nameChanged]).toEqual([row, false]);
    const { body, headers } = await download(shown.id);
    expect(body.equals(bytes)).toBe(true);
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(headers['content-disposition']).toBe(
      `attachment; filename="${name.replace(/[^A-Za-z0-9._-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    );
    const kept = statSync(pathOf(sha256));
    expect(kept.size).toBe(bytes.length);
    // Whose the files of an object store are is its own affair.
    if (kind === 'folder') expect(kept.mode & 0o777).toBe(0o600);
    expect(await events(`document/${shown.id}`)).toEqual(
      ['upload', 'read', 'download'].map((what) => ({ action: `document.${what}`, code: null })),
    );
  });

  it.each([
    ['../../x', 'x.pdf'],
    ['..\\..\\windows\\x.pdf', 'x.pdf'],
    ['/etc/passwd', 'passwd.pdf'],
    ['a\u0000b\u0007\r\nc.pdf', 'abc.pdf'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe.pdf'],
    ['picture.png', 'picture.png.pdf'],
    ['page.html', 'page.html.pdf'],
    ['.pdf', '.pdf.pdf'],
    ['长'.repeat(250), `${'长'.repeat(250)}.pdf`],
  ])('are named harmlessly, and it is said that the name was changed: %j', async (given, name) => {
    const before = readdirSync(root()).length;
    const bytes = pdf(given.slice(0, 20));
    const shown = await upload(officer.browser, given, bytes);
    expect(shown).toMatchObject({ name, nameChanged: true });
    // Nothing but the shelf of its hash has come, and nothing is left where it was received.
    expect(readFileSync(pathOf(shown.sha256)).equals(bytes)).toBe(true);
    expect(readdirSync(root()).length).toBeLessThanOrEqual(before + 1);
    expect(readdirSync(join(folder(), 'incoming'))).toEqual([]);
    const [event] = await scene.dataSource.query<{ given: string }[]>(
      `SELECT content ->> 'givenName' AS given FROM fund.audit_event WHERE action = 'document.upload' AND subject = $1`,
      [`document/${shown.id}`],
    );
    expect(event?.given).toBe(given.replaceAll('\0', ''));
  });

  it.each([
    '=cmd|calc.pdf',
    '+1.pdf',
    '-1.pdf',
    '@SUM(A1).pdf',
    `'; DROP TABLE x; --.pdf`,
    '"*.pdf',
  ])('keep names that a spreadsheet would compute as the data they are: %j', async (name) => {
    const { id, ...shown } = await upload(officer.browser, name, pdf());
    expect(shown).toMatchObject({ name, nameChanged: false });
    const { headers } = await officer.browser.download(`${DOCUMENTS}/${id}/content`).expect(200);
    const [, plain = '', encoded = ''] =
      /^attachment; filename="([\w.-]+)"; filename\*=UTF-8''([\w.~%-]+)$/.exec(
        headers['content-disposition'] ?? '',
      ) ?? [];
    expect([decodeURIComponent(encoded), plain]).toEqual([
      name,
      name.replace(/[^A-Za-z0-9._-]/g, '_'),
    ]);
  });

  it('store the same bytes once, however many upload them at once', async () => {
    const bytes = pdf('the same for all');
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        upload(officer.browser, `copy ${String(index)}.pdf`, bytes),
      ),
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(6);
    expect(new Set(all.map(({ sha256 }) => sha256))).toEqual(new Set([hashOf(bytes)]));
    expect(readFileSync(pathOf(hashOf(bytes))).equals(bytes)).toBe(true);
    expect(statSync(pathOf(hashOf(bytes))).nlink).toBe(1);
    for (const { id } of all) {
      const { body } = await download(id);
      expect(body.equals(bytes)).toBe(true);
    }
  });

  it('are not there for another bureau, nor for organizations, in one shape', async () => {
    const { id } = await upload(officer.browser, 'secret.pdf', pdf('secret'));
    const elsewhere = await scene.service.bureau('jilin');
    const readers = [
      await scene.someoneOf(elsewhere, 'auditor'),
      await scene.memberOf(ORGANIZATION),
    ];
    for (const { browser } of readers) {
      for (const path of ['', '/content', '/invoice']) {
        const [status, body] = await outcome(browser.get(`${DOCUMENTS}/${id}${path}`));
        expect([status, (body as { code: string }).code]).toEqual([404, 'NOT_FOUND']);
      }
    }
    const stranger = await scene.someoneOf(elsewhere, 'finance_officer');
    const refused = await stranger.browser.upload('x.pdf', book, pdf()).expect(404);
    expect(refused.body).toMatchObject({ code: 'NOT_FOUND', book });
  });

  it('of an organization are for the book it names: its bureau reads them, no other organization does', async () => {
    const member = await scene.memberOf(ORGANIZATION);
    const shown = await upload(member.browser, 'charter.pdf', pdf('charter'));
    expect(shown).toMatchObject({ creditCode: ORGANIZATION, book: null, uploadedBy: member.name });
    const path = `${DOCUMENTS}/${shown.id}`;
    const colleague = await scene.memberOf(ORGANIZATION);
    expect((await colleague.browser.get(path).expect(200)).body).toMatchObject({ id: shown.id });
    // The bureau of the book sees in its trail what organizations do there.
    const auditor = await scene.someone('auditor');
    const trail = await auditor.browser
      .get('/api/v1/audit-events?action=document.upload')
      .expect(200);
    expect(JSON.stringify(trail.body)).toContain(`document/${shown.id}`);
    const reviewer = await scene.someone('reviewer');
    expect((await reviewer.browser.get(path).expect(200)).body).toMatchObject({
      creditCode: ORGANIZATION,
      book,
      uploadedBy: null,
    });
    const other = await scene.memberOf(OTHER_ORGANIZATION);
    await other.browser.get(path).expect(404);
    await member.browser.upload('x.pdf', 'no-such-book', pdf()).expect(404);
  });

  it('of the sandbox and of real books never meet', async () => {
    await replayCaseFile(scene.dataSource, parseCaseFile(exampleText('02-nanping-2015')));
    const visitor = await scene.service.signInToSandbox('organization_member', ORGANIZATION);
    const sandbox = 'casefile-nanping-2015';
    const invented = await upload(visitor, 'invented.pdf', pdf('invented'), sandbox);
    const clerk = await scene.service.signInToSandbox('finance_officer');
    await clerk.get(`${DOCUMENTS}/${invented.id}`).expect(200);
    await upload(clerk, 'own.pdf', pdf('own'), sandbox);
    const member = await scene.memberOf(ORGANIZATION);
    await member.browser.get(`${DOCUMENTS}/${invented.id}`).expect(404);
    await visitor.upload('x.pdf', book, pdf()).expect(404);
    await member.browser.upload('x.pdf', sandbox, pdf()).expect(404);
  });

  it('are uploaded by callers as themselves only, whatever the code says', async () => {
    const caller: Caller = {
      personId: officer.personId,
      name: officer.name,
      accountId: officer.accountId,
      sessionId: null,
      roles: ['finance_officer'],
      bureauId: scene.bureau.id,
      creditCode: null,
      sandbox: false,
      scopes: null,
      steppedUp: false,
      address: 'test',
    };
    const elsewhere = await scene.service.bureau('siping');
    const colleague = await scene.someone('cashier');
    const insert = (bookId: number, by: string, creditCode: string | null) =>
      asCaller(scene.dataSource, caller, (tx) =>
        tx.query(
          `INSERT INTO fund.document (id, sha256, size, media_type, name, book_id, credit_code, uploaded_by_id)
           VALUES (gen_random_uuid(), sha256('x'), 1, 'image/png', 'x', $1, $3, $2)`,
          [bookId, by, creditCode],
        ),
      );
    await insert(scene.bureau.bookId, officer.personId, null);
    for (const refused of [
      insert(elsewhere.bookId, officer.personId, null),
      insert(scene.bureau.bookId, colleague.personId, null),
      insert(scene.bureau.bookId, officer.personId, ORGANIZATION),
    ]) {
      expect(await refusalOf(refused)).toMatchObject({ sqlState: '42501' });
    }
    const change = scene.dataSource.query(`UPDATE fund.document SET name = 'y'`);
    expect((await refusalOf(change)).name).toBe('QueryFailedError');
    // That row has no file behind it, which the check finds; take the test's own lie away.
    expect(await refusalOf(verifyDocuments(scene.dataSource, store))).toMatchObject({
      message: 'DOCUMENT_ALTERED',
    });
    const lie = createHash('sha256').update('x').digest();
    const received = await store.receive(Readable.from([Buffer.from('x')]), 10);
    expect(received.sha256.equals(lie)).toBe(true);
    await store.keep(received);
    await store.discard(received);
    expect(await verifyDocuments(scene.dataSource, store)).toMatchObject({ log: 'documents' });
  });

  it('are required with their hashes by what rests on them, in the same book only', async () => {
    const [first, second] = [
      await upload(officer.browser, 'one.pdf', pdf('one')),
      await upload(officer.browser, 'two.pdf', pdf('two')),
    ];
    const caller = {
      ...{ personId: officer.personId, name: officer.name, bureauId: scene.bureau.id },
      ...{ creditCode: null, sandbox: false, sessionId: null, address: 'test' },
    } as Caller;
    const require = (ids: string[], bookId: number) =>
      asCaller(scene.dataSource, caller, (tx) => requireDocuments(tx, caller, ids, { bookId }));
    const { bookId } = scene.bureau;
    expect(await require([second.id, first.id], bookId)).toMatchObject([
      { id: second.id, sha256: second.sha256, name: 'two.pdf' },
      { id: first.id, sha256: first.sha256 },
    ]);
    expect(await require([], bookId)).toEqual([]);
    const elsewhere = await scene.service.bureau('baishan');
    await expect(require([first.id], elsewhere.bookId)).rejects.toMatchObject({
      code: 'DOCUMENT_NOT_FOUND',
      details: { documents: [first.id] },
    });
  });

  describe('whose stored bytes were changed', () => {
    let shown: Shown;
    const bytes = pdf('evidence');
    beforeAll(async () => {
      shown = await upload(officer.browser, 'evidence.pdf', bytes);
    });
    afterEach(() => {
      writeFileSync(pathOf(shown.sha256), bytes, { mode: 0o600 });
    });

    it.each([
      [
        'altered',
        () => {
          writeFileSync(pathOf(shown.sha256), pdf('evidencf'));
        },
      ],
      [
        'missing',
        () => {
          rmSync(pathOf(shown.sha256));
        },
      ],
    ] as const)('are not handed out, and the trail says so: %s', async (fault, tamper) => {
      tamper();
      const before = (await events(`document/${shown.id}`)).length;
      const [status, body] = await outcome(officer.browser.get(`${DOCUMENTS}/${shown.id}/content`));
      expect([status, body]).toMatchObject([
        409,
        { code: 'DOCUMENT_ALTERED', document: shown.id, fault },
      ]);
      expect((await events(`document/${shown.id}`)).slice(before)).toEqual([
        { action: 'document.download', code: null },
        { action: 'document.open', code: 'DOCUMENT_ALTERED' },
      ]);
      await expect(verifyDocuments(scene.dataSource, store)).rejects.toMatchObject({
        code: 'DOCUMENT_ALTERED',
        details: { document: shown.id, sha256: shown.sha256, fault },
      });
    });

    it('are not covered up by uploading them again', async () => {
      writeFileSync(pathOf(shown.sha256), pdf('evidencf'));
      const [status, body] = await outcome(officer.browser.upload('again.pdf', book, bytes));
      expect([status, body]).toMatchObject([409, { code: 'DOCUMENT_ALTERED', fault: 'altered' }]);
      expect(readFileSync(pathOf(shown.sha256)).equals(pdf('evidencf'))).toBe(true);
    });
  });

  it('that a crash left without a row harm nobody, and are swept away; what has a row stays', async () => {
    await sweepDocuments(scene.dataSource, store, 'operator');
    const whole = await verifyDocuments(scene.dataSource, store);
    const orphan = pdf('a crash came before the row');
    await store.keep(await store.receive(Readable.from([orphan]), 1_000));
    expect(await verifyDocuments(scene.dataSource, store)).toEqual(whole);
    // Uploaded after all, it is the same file.
    const later = await upload(officer.browser, 'later.pdf', orphan);
    expect(await sweepDocuments(scene.dataSource, store, 'operator')).toMatchObject({ files: 0 });
    expect(readFileSync(pathOf(later.sha256)).equals(orphan)).toBe(true);

    const second = pdf('another crash');
    await store.keep(await store.receive(Readable.from([second]), 1_000));
    expect(await sweepDocuments(scene.dataSource, store, 'operator')).toEqual({
      files: 1,
      // Of uploads in hand nobody knows whether they broke off; only those of yesterday are taken.
      leftovers: 0,
    });
    expect(await store.read(createHash('sha256').update(second).digest())).toBeUndefined();
    expect(await verifyDocuments(scene.dataSource, store)).toMatchObject({
      documents: whole.documents + 1,
    });
  });
});
