import {
  acceptRequests,
  booksWithJournals,
  type Evidence,
  type SealKey,
  sealWholeBook,
  settleBook,
  verifyBook,
} from '../../src/ledger';
import { verify } from '../../src/commands/seal-commands';
import { readSealedJournals } from '../../src/ledger/sealing/read-journals';
import { DifferenceFound, journalText } from '../../src/verifier';
import { ApprovalScene, type Someone } from '../approvals/approval-scene';
import { income, pool, refusalOf, TestLedger, transfer } from '../support/ledger';
import { received } from '../vouchers/voucher-service';
import { asCheat, keyInFolder, withoutGuards } from './support';

const HASH = 'ab'.repeat(32);
const APPROVAL = { id: '0198c0de-0000-7000-8000-000000000001', hash: HASH };

describe('what a journal rests on', () => {
  let ledger: TestLedger;
  let bookId: number;
  beforeAll(async () => {
    ledger = await TestLedger.create();
    bookId = await ledger.openBook();
  });
  afterAll(() => ledger.drop());

  const lines = transfer(pool('a'), income, 5n);
  const textsOf = async (): Promise<string[]> => {
    await ledger.drain(bookId);
    const journals = await readSealedJournals(
      ledger.dataSource,
      { id: bookId, code: 'b' },
      1n,
      99n,
    );
    return journals.map(journalText);
  };

  it('stands in its text, which else is what it was before there was any', async () => {
    const evidence = { approval: APPROVAL, documents: [HASH, 'cd'.repeat(32)] };
    await ledger.accept({ bookId, lines });
    await ledger.accept({ bookId, lines, evidence });
    await ledger.act((tx) =>
      acceptRequests(tx, bookId, [
        ledger.request({ bookId, lines }),
        ledger.request({ bookId, lines, evidence: { documents: [HASH] } }),
      ]),
    );
    const texts = await textsOf();
    const members = texts.map((text) => JSON.parse(text) as { format: string; evidence?: object });
    expect(members.map(({ format, evidence: carried }) => [format, carried])).toEqual([
      ['journal/1', undefined],
      ['journal/2', evidence],
      ['journal/1', undefined],
      ['journal/2', { documents: [HASH] }],
    ]);
    expect(texts[1]).toContain(
      `"entryCount":"2","evidence":{"approval":{"hash":"${HASH}","id":"${APPROVAL.id}"},"documents":["${HASH}",`,
    );
  });

  it('belongs to a request: the same key with other evidence is another one', async () => {
    const request = ledger.request({ bookId, lines, evidence: { approval: APPROVAL } });
    expect(await ledger.accept(request)).toMatchObject({ isNew: true });
    expect(await ledger.accept(request)).toMatchObject({ isNew: false });
    const other = { ...request, evidence: { approval: { ...APPROVAL, hash: 'cd'.repeat(32) } } };
    for (const changed of [other, { ...request, evidence: { documents: [HASH] } }]) {
      expect((await refusalOf(ledger.accept(changed))).message).toContain('IDEMPOTENCY_KEY_REUSED');
    }
  });

  it.each<readonly [string, unknown]>([
    ['no object', 'approval'],
    ['nothing', {}],
    ['another member', { documents: [HASH], receipts: [] }],
    ['a short hash', { approval: { ...APPROVAL, hash: 'ab' } }],
    ['an approval without an id', { approval: { hash: HASH } }],
    ['an approval with more', { approval: { ...APPROVAL, more: '' } }],
    ['an id that is none', { approval: { ...APPROVAL, id: '7' } }],
    ['no documents', { documents: [] }],
    ['a document that is no list', { documents: HASH }],
    ['a document that is no hash', { documents: [HASH, 5] }],
  ])('is refused by the database where it is %s', async (_, evidence) => {
    const refusal = await refusalOf(
      ledger.asOwner(
        `INSERT INTO ledger.posting_request (book_id, idempotency_key, body_hash, fact, summary, business_on,
                                             voucher_word, made_by, lines, hold_changes, evidence)
         VALUES ($1, 'planted', sha256('x'), 'f', 's', '2024-03-01', '记', 'p', '[]', '[]', $2)`,
        [bookId, JSON.stringify(evidence)],
      ),
    );
    expect(refusal.message).toContain('ck_posting_request_evidence');
  });
});

describe('the journal of an approved voucher', () => {
  let scene: ApprovalScene;
  let key: SealKey;
  let id: string;
  let contentHash: string;

  beforeAll(async () => {
    scene = await ApprovalScene.open();
    ({ key } = keyInFolder());
    const people: Someone[] = [];
    for (const role of ['finance_officer', 'reviewer', 'approver'] as const) {
      people.push(await scene.someone(role));
    }
    const [officer, ...deciders] = people;
    if (officer === undefined) throw new Error('nobody asks');
    id = await scene.ask(officer, received('120.00'), { kind: 'general_voucher' });
    ({ contentHash } = await scene.read(officer, id));
    for (const decider of deciders) {
      expect(await scene.decide(decider, id, 'approve')).toMatchObject({ status: 200 });
    }
    await settleBook(scene.dataSource, scene.bureau.bookId);
  });
  afterAll(() => scene.service.close());

  it('carries the approval, and verifying names it where that was changed', async () => {
    const { bookId, bookCode } = scene.bureau;
    const book = { id: bookId, code: bookCode };
    await sealWholeBook(scene.dataSource, book, { key, folder: undefined });
    expect(await booksWithJournals(scene.dataSource)).toContainEqual(book);
    const [journal] = await readSealedJournals(scene.dataSource, book, 1n, 1n);
    const evidence: Evidence = { approval: { id, hash: contentHash } };
    expect(journal).toMatchObject({ format: 'journal/2', evidence });
    await verifyBook(scene.dataSource, book, key.publicKey);

    const other = JSON.stringify({ approval: { id, hash: HASH } });
    for (const change of [`evidence = '${other}'`, 'evidence = NULL']) {
      const statement = `UPDATE ledger.posting_request SET ${change} WHERE book_id = ${String(bookId)}`;
      const found = await asCheat(scene.service.database, [statement], (reader) =>
        verifyBook(reader, book, key.publicKey).catch((error: unknown) => error),
      );
      expect(found).toBeInstanceOf(DifferenceFound);
      expect(found).toMatchObject({ difference: { kind: 'journal_altered', journal: '1' } });
    }
  });

  it('is refused with the approval named, where what was approved was changed', async () => {
    const check = () => verify(scene, undefined, { audit: true });
    expect(await check()).toMatchObject([{ log: 'audit', versions: 1, decisions: 3 }]);
    const set = (amount: string): Promise<void> =>
      withoutGuards(scene.service.database, ['fund.approval_version'], async (client) => {
        await client.query(
          `UPDATE fund.approval_version SET document = jsonb_set(document, '{amount}', to_jsonb($1::text))`,
          [amount],
        );
      });
    await set('120.01');
    await expect(check()).rejects.toMatchObject({
      code: 'LEDGER_DIFFERS',
      details: { log: 'audit', difference: { kind: 'approval_altered', approval: id } },
    });
    await set('120.00');
    expect(await check()).toMatchObject([{ log: 'audit' }]);
  });
});
