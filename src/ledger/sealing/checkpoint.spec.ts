import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { makeSealKeyIfMissing, readPublicKey, readSealKey, signCheckpoint } from './seal-key';
import {
  type Canonical,
  canonicalJson,
  EMPTY_ROOT,
  isSignedBy,
  journalText,
  leafHash,
  originOf,
  readCheckpoint,
  readJournalText,
  type SealedJournal,
} from '../../verifier';

const REQUIRED_OF_ENTRY = [
  'account',
  'amount',
  'balanceAfter',
  'businessOn',
  'dimensions',
  'line',
  'section',
  'seq',
  'side',
] as const;
const REQUIRED_OF_JOURNAL = [
  'format',
  'book',
  'number',
  'voucher',
  'businessOn',
  'bookedAt',
  'fact',
  'summary',
  'madeBy',
  'entryCount',
  'entries',
] as const;

describe('the canonical text', () => {
  it('sorts keys by UTF-16 code units and escapes as RFC 8785 does', () => {
    // §3.2.3 of the RFC: the order of these keys.
    const keys = { '€': '', '\r': '', '\ufb33': '', '1': '', '😀': '', '\u0080': '', ö: '' };
    expect(Object.keys(JSON.parse(canonicalJson(keys)) as object)).toHaveLength(7);
    expect(canonicalJson(keys)).toBe(
      '{"\\r":"","1":"","\u0080":"","ö":"","€":"","😀":"","\ufb33":""}',
    );
    expect(canonicalJson({ b: ['x', { d: '\u001f"\\/\n' }], 10: '', 9: '' })).toBe(
      '{"10":"","9":"","b":["x",{"d":"\\u001f\\"\\\\/\\n"}]}',
    );
  });

  it('is the same whatever the order of the keys, and reads back to the same', () => {
    const { tree } = fc.letrec<{ tree: Canonical }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: 'binary' }),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const text = canonicalJson(value);
        const again = JSON.parse(text) as Canonical;
        expect(again).toEqual(value);
        expect(canonicalJson(again)).toBe(text);
      }),
    );
  });
});

describe('the canonical text of a journal', () => {
  const text = fc.string({ unit: 'binary' });
  const facets = fc.dictionary(text, text, { noNullPrototype: true });
  const entry = fc.record(
    {
      account: text,
      amount: text,
      balanceAfter: text,
      businessOn: text,
      dimensions: fc.array(text, { minLength: 4, maxLength: 4 }),
      facets,
      line: text,
      section: text,
      seq: text,
      side: text,
    },
    { noNullPrototype: true, requiredKeys: [...REQUIRED_OF_ENTRY] },
  );
  const journal = fc.record(
    {
      format: fc.constantFrom('journal/1', 'journal/2'),
      book: text,
      number: text,
      voucher: fc.record({ word: text, month: text, number: text }, { noNullPrototype: true }),
      businessOn: text,
      bookedAt: text,
      fact: text,
      summary: text,
      madeBy: text,
      reverses: text,
      request: fc.record({ id: text, key: text, bodyHash: text }, { noNullPrototype: true }),
      evidence: fc.record(
        {
          approval: fc.record({ id: text, hash: text }, { noNullPrototype: true }),
          documents: fc.array(text),
        },
        { noNullPrototype: true, requiredKeys: [] },
      ),
      entryCount: text,
      entries: fc.array(entry, { maxLength: 3 }),
    },
    { noNullPrototype: true, requiredKeys: [...REQUIRED_OF_JOURNAL] },
  );

  it('is that of its JSON', () => {
    fc.assert(
      fc.property(journal, (value) => {
        expect(journalText(value as SealedJournal)).toBe(
          canonicalJson(value as unknown as Canonical),
        );
      }),
    );
  });

  it('has a format that says whether there is evidence, and no other one is read', () => {
    const entries = ['1', '-1'].map((amount) => ({
      account: '1002',
      amount,
      balanceAfter: amount,
      businessOn: '2024-03-15',
      dimensions: ['', '', '', ''],
      line: '1',
      section: 'main',
      seq: '1',
      side: '1',
    }));
    const parts = {
      book: 'b',
      number: '1',
      voucher: { word: '记', month: '2024-03-01', number: '1' },
      businessOn: '2024-03-15',
      bookedAt: '2024-03-15T00:00:00.000000Z',
      fact: 'f',
      summary: 's',
      madeBy: 'm',
      entryCount: '2',
      entries,
    };
    const read = (given: object): SealedJournal =>
      readJournalText(journalText(given as SealedJournal), 1n);
    const evidence = { documents: ['ab'] };
    for (const given of [
      { ...parts, format: 'journal/1' },
      { ...parts, format: 'journal/2', evidence },
    ]) {
      expect(read(given)).toEqual(given);
    }
    for (const given of [
      { ...parts, format: 'journal/2' },
      { ...parts, format: 'journal/1', evidence },
      { ...parts, format: 'journal/3', evidence },
    ]) {
      expect(() => read(given)).toThrow('text_not_canonical');
    }
  });

  it('is refused where a member is no string', () => {
    const [sample] = fc.sample(journal, 1);
    for (const number of [7, ['7'], { a: '7' }, null, true]) {
      const odd = { ...sample, number } as unknown as SealedJournal;
      expect(() => journalText(odd)).toThrow('strings only');
    }
  });
});

describe('a checkpoint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fund-seal-key-'));
  const path = join(folder, 'key.pem');
  makeSealKeyIfMissing(path);
  const key = readSealKey(path);
  const checkpoint = { origin: originOf('book'), size: 7n, root: leafHash('root') };
  const note = signCheckpoint(checkpoint, key);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is a signed note with origin, size and root', () => {
    const root = leafHash('root').toString('base64');
    expect(note).toMatch(
      /^fund-ledger\/book\/rfc6962-sha256\n7\n.{44}\n\n— fund-ledger\/book\/rfc6962-sha256 .{92}\n$/,
    );
    expect(note.split('\n')[2]).toBe(root);
    expect(readCheckpoint(note)).toEqual(checkpoint);
    expect(isSignedBy(note, key.publicKey)).toBe(true);
    expect(isSignedBy(note, readPublicKey(path))).toBe(true);
  });

  it('is not accepted when a byte of it differs, and not from another key', () => {
    for (let at = 0; at < note.length; at += 1) {
      const other = note[at] === 'A' ? 'B' : 'A';
      const changed = note.slice(0, at) + other + note.slice(at + 1);
      const isAccepted =
        readCheckpoint(changed) !== undefined && isSignedBy(changed, key.publicKey);
      expect([at, isAccepted]).toEqual([at, false]);
    }
    const another = join(folder, 'another.pem');
    makeSealKeyIfMissing(another);
    expect(isSignedBy(note, readPublicKey(another))).toBe(false);
  });

  it('has one spelling of its signature only', () => {
    const at = note.length - '=\n'.length - 1;
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const accepted = Array.from(letters).filter((letter) =>
      isSignedBy(note.slice(0, at) + letter + note.slice(at + 1), key.publicKey),
    );
    expect(accepted).toEqual([note[at]]);
  });

  it('may carry the signatures of witnesses beside ours', () => {
    const witnessed = `${note}— witness.example AAAA\n`;
    expect(isSignedBy(witnessed, key.publicKey)).toBe(true);
    expect(readCheckpoint(witnessed)).toEqual(checkpoint);
  });

  it.each([
    ['no line break at the end', note.trimEnd()],
    ['Windows line breaks', note.replaceAll('\n', '\r\n')],
    ['a size with a zero before it', note.replace('\n7\n', '\n07\n')],
    ['no signature', `${note.split('\n\n')[0] ?? ''}\n\n`],
    ['a root that is too short', note.replace(leafHash('root').toString('base64'), 'AAAA')],
    ['nothing', ''],
  ])('is not read with %s', (_, text) => {
    expect(readCheckpoint(text)).toBeUndefined();
  });

  it('is signed by a key that only its owner can read and that is made once', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const before = readFileSync(path, 'utf8');
    makeSealKeyIfMissing(path);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('is not signed by a file that holds no Ed25519 key', () => {
    const wrong = join(folder, 'wrong.pem');
    writeFileSync(wrong, EMPTY_ROOT);
    expect(() => readSealKey(wrong)).toThrow(`The file ${wrong} holds no Ed25519 key`);
    expect(() => readSealKey(join(folder, 'absent'))).toThrow('cannot be read (ENOENT)');
  });
});
