import { readdirSync } from 'node:fs';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { ApprovalScene, type Someone } from '../approvals/approval-scene';
import { TestService } from '../support/test-service';
import {
  attached,
  digitalInvoice,
  docx,
  jpeg,
  ofd,
  oldInvoice,
  outcome,
  packedZeros,
  pdf,
  png,
  xlsx,
  zip,
} from './files';

const MB = 1_024 * 1_024;
const xml = (text: string): Buffer => Buffer.from(text);
const XML = '<?xml version="1.0" encoding="UTF-8"?>';

/** Files that are refused: what they are, the bytes, and what the refusal says. */
const REFUSED: readonly (readonly [string, Buffer, object])[] = [
  ['nothing at all', Buffer.alloc(0), { code: 'DOCUMENT_EMPTY' }],
  ['plain text', xml('hello'), { code: 'DOCUMENT_TYPE_REFUSED' }],
  ['a program', Buffer.from('MZ\x90\x00', 'latin1'), { code: 'DOCUMENT_TYPE_REFUSED' }],
  ['a GIF', xml('GIF89a....'), { code: 'DOCUMENT_TYPE_REFUSED' }],
  [
    'an old Office file',
    Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 workbook', 'latin1'),
    { code: 'DOCUMENT_TYPE_REFUSED' },
  ],
  [
    'an SVG with a script',
    xml('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    { code: 'DOCUMENT_TYPE_REFUSED', found: 'web page or SVG' },
  ],
  [
    'an SVG behind a long comment and a prefix',
    xml(`${XML}<!--${' '.repeat(2_000)}--><x:svg xmlns:x="http://www.w3.org/2000/svg"/>`),
    { code: 'DOCUMENT_TYPE_REFUSED', found: 'web page or SVG' },
  ],
  [
    'a page inside XML',
    xml(`${XML}<a>${' '.repeat(2_000)}<h:body xmlns:h="http://www.w3.org/1999/xhtml"/></a>`),
    { code: 'DOCUMENT_TYPE_REFUSED', found: 'web page or SVG' },
  ],
  ['a web page', xml('<!DOCTYPE html><html></html>'), { code: 'DOCUMENT_TYPE_REFUSED' }],
  [
    'XML that reads a file of the server',
    xml(`${XML}<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`),
    { code: 'DOCUMENT_XML_REFUSED', fault: 'doctype' },
  ],
  [
    'XML that grows without end',
    xml(`${XML}<!doctype a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>`),
    { code: 'DOCUMENT_XML_REFUSED', fault: 'doctype' },
  ],
  ['an unknown entity', xml('<a>&x;</a>'), { code: 'DOCUMENT_XML_REFUSED', fault: 'entity' }],
  [
    'XML with a stylesheet',
    xml(`${XML}<?xml-stylesheet href="x.xsl"?><a/>`),
    { code: 'DOCUMENT_XML_REFUSED', fault: 'processing_instruction' },
  ],
  [
    'XML in an encoding that hides what it says',
    xml('<?xml version="1.0" encoding="UTF-7"?><a/>'),
    { code: 'DOCUMENT_XML_REFUSED', fault: 'encoding' },
  ],
  [
    'XML that is not UTF-8',
    Buffer.from('<a>\xff\xfe</a>', 'latin1'),
    { code: 'DOCUMENT_XML_REFUSED', fault: 'encoding' },
  ],
  [
    'XML with two roots',
    xml('<a/><b/>'),
    { code: 'DOCUMENT_XML_REFUSED', fault: 'not_well_formed' },
  ],
  [
    'XML that is nested a thousand times',
    xml('<a>'.repeat(1_000) + '</a>'.repeat(1_000)),
    { code: 'DOCUMENT_XML_REFUSED', fault: 'not_well_formed' },
  ],
  [
    'XML of three megabytes',
    xml(`<a>${'x'.repeat(3 * MB)}</a>`),
    { code: 'BODY_TOO_LARGE', status: 413 },
  ],
  ['a PDF that was cut off', pdf().subarray(0, 20), { code: 'DOCUMENT_DAMAGED', format: 'pdf' }],
  ['a PNG that was cut off', png().subarray(0, -6), { code: 'DOCUMENT_DAMAGED', format: 'png' }],
  [
    'a PNG with something after it',
    Buffer.concat([png(), xml('more')]),
    { code: 'DOCUMENT_DAMAGED', format: 'png' },
  ],
  ['a JPEG that was cut off', jpeg().subarray(0, -2), { code: 'DOCUMENT_DAMAGED', format: 'jpg' }],
  [
    'an archive that was cut off',
    xlsx().subarray(0, -30),
    { code: 'DOCUMENT_DAMAGED', format: 'archive' },
  ],
  [
    'a picture that is an archive as well',
    Buffer.concat([jpeg(), xlsx()]),
    { code: 'DOCUMENT_AMBIGUOUS', format: 'jpg', also: 'archive' },
  ],
  [
    'a PDF that is an archive as well',
    Buffer.concat([pdf(), xlsx()]),
    { code: 'DOCUMENT_AMBIGUOUS', format: 'pdf', also: 'archive' },
  ],
  [
    'a picture that is a PDF as well',
    Buffer.concat([jpeg(), pdf()]),
    { code: 'DOCUMENT_AMBIGUOUS', format: 'jpg', also: 'pdf' },
  ],
  [
    'a picture with a script in its head',
    Buffer.concat([jpeg().subarray(0, 8), xml('<SCRIPT>alert(1)</SCRIPT>'), jpeg()]),
    { code: 'DOCUMENT_AMBIGUOUS', format: 'jpg', also: 'web page' },
  ],
  [
    'a workbook that is a letter as well',
    xlsx({ name: 'word/document.xml', content: '<document/>' }),
    { code: 'DOCUMENT_AMBIGUOUS', format: 'xlsx', also: 'docx' },
  ],
  [
    'an archive of something else',
    zip([{ name: 'a.txt', content: 'a' }]),
    { code: 'DOCUMENT_TYPE_REFUSED', found: 'archive' },
  ],
  [
    'an archive within an archive',
    ofd({}, { name: 'Doc_0/Attachs/more.zip', content: zip([]) }),
    { code: 'DOCUMENT_ARCHIVE_REFUSED', fault: 'nested_archive' },
  ],
  [
    'an archive within an archive, under another name',
    docx({ name: 'word/media/image1.png', content: zip([{ name: 'a', content: 'a' }]) }),
    { code: 'DOCUMENT_ARCHIVE_REFUSED', fault: 'nested_archive' },
  ],
  [
    'a workbook with macros',
    xlsx({ name: 'xl/vbaProject.bin', content: 'x' }),
    { code: 'DOCUMENT_ARCHIVE_REFUSED', fault: 'macros' },
  ],
  [
    'an encrypted entry',
    ofd({}, { name: 'Doc_0/secret.xml', content: 'x', encrypted: true }),
    { code: 'DOCUMENT_ARCHIVE_REFUSED', fault: 'cannot_be_unpacked' },
  ],
  [
    'an entry that climbs out of the archive',
    ofd({}, { name: '../../x', content: 'x' }),
    { code: 'DOCUMENT_ARCHIVE_REFUSED', fault: 'malformed' },
  ],
  [
    'one name twice',
    ofd({}, attached(oldInvoice()), attached(oldInvoice({ number: '87654321' }))),
    { code: 'DOCUMENT_ARCHIVE_REFUSED', fault: 'name_twice' },
  ],
  [
    'too many entries',
    ofd({}, ...Array.from({ length: 200 }, (_, n) => ({ name: `e${String(n)}`, content: '' }))),
    { code: 'DOCUMENT_ARCHIVE_REFUSED', fault: 'too_many_entries', most: 200 },
  ],
  [
    'an entry of 40 MB',
    ofd({}, { name: 'big', content: '', packed: packedZeros(2), saysSize: 40 * MB }),
    { code: 'DOCUMENT_ARCHIVE_REFUSED', fault: 'entry_too_large' },
  ],
];

describe('uploads', () => {
  let scene: ApprovalScene;
  let officer: Someone;
  let book: string;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    officer = await scene.someone('finance_officer');
    book = scene.bureau.bookCode;
  });
  afterAll(() => scene.service.close());

  /** Files of the store, wherever in it they are. */
  const files = (): string[] =>
    readdirSync(scene.service.documentFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);

  /** An upload of which nobody knows how much will come. */
  const chunked = (): ClientRequest => {
    const { port } = scene.service.app.getHttpServer().address() as AddressInfo;
    const headers = { ...officer.browser.credentials, 'content-type': 'application/octet-stream' };
    const path = `/api/v1/documents?name=x.pdf&book=${book}`;
    return request({ host: '127.0.0.1', port, method: 'POST', path, headers });
  };

  it.each(REFUSED)('refuse %s, and keep nothing of it', async (_, bytes, problem) => {
    const before = files();
    const [status, body] = await outcome(officer.browser.upload('x.pdf', book, bytes));
    expect(body).toMatchObject(problem);
    expect([400, 413]).toContain(status);
    expect(files()).toEqual(before);
    const [event] = await scene.dataSource.query<{ code: string }[]>(
      `SELECT refusal_code AS code FROM fund.audit_event WHERE action = 'document.upload' ORDER BY id DESC LIMIT 1`,
    );
    expect(event?.code).toBe((body as { code: string }).code);
  });

  it.each([
    [
      'says so',
      ofd(
        {},
        ...Array.from({ length: 30 }, (_, n) => ({
          name: `zeros ${String(n)}`,
          content: '',
          packed: packedZeros(1),
          saysSize: 20 * MB,
        })),
      ),
    ],
    [
      'says 1,000 bytes',
      ofd({}, { name: 'zeros', content: '', packed: packedZeros(30), saysSize: 1_000 }),
    ],
    [
      'says 20 MB',
      ofd({}, { name: 'zeros', content: '', packed: packedZeros(30), saysSize: 20 * MB }),
    ],
  ])(
    'refuse 600 MB in some kilobytes at once, in little memory, where the archive %s',
    async (_, bomb) => {
      expect(bomb.length).toBeLessThan(2 * MB);
      let peak = 0;
      const before = process.memoryUsage().rss;
      const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
      const begun = performance.now();
      const [status, body] = await outcome(officer.browser.upload('x.ofd', book, bomb));
      clearInterval(watch);
      expect([status, body]).toMatchObject([400, { code: 'DOCUMENT_ARCHIVE_REFUSED' }]);
      expect(performance.now() - begun).toBeLessThan(5_000);
      expect(peak - before).toBeLessThan(150 * MB);
    },
  );

  it('refuse more than 20 MB, said beforehand or not, and go on serving', async () => {
    const large = Buffer.concat([pdf(), Buffer.alloc(20 * MB)]);
    const said = await officer.browser.upload('x.pdf', book, large);
    expect([said.status, said.body]).toMatchObject([413, { code: 'BODY_TOO_LARGE' }]);
    const sent = chunked();
    const answered = once(sent, 'response');
    await sendAll(sent, large);
    const [answer] = (await answered) as [IncomingMessage];
    expect(answer.statusCode).toBe(413);
    expect(await json(answer)).toMatchObject({ code: 'BODY_TOO_LARGE' });
    await officer.browser.upload('x.pdf', book, pdf('fits')).expect(201);
  });

  it('take exactly 20 MB', async () => {
    const most = Buffer.alloc(20 * MB, 0x20);
    pdf().copy(most, 0);
    most.write('%%EOF\n', most.length - 6);
    const [, body] = await outcome(officer.browser.upload('most.pdf', book, most).expect(201));
    expect(body).toMatchObject({ size: 20 * MB });
  });

  it.each([
    ['application/json', '{}'],
    ['application/pdf', 'x'],
    ['multipart/form-data; boundary=x', 'x'],
  ])('take bytes as bytes only: %s', async (type, text) => {
    const [status, body] = await outcome(
      officer.browser.upload('x.pdf', book, Buffer.from(text)).set('content-type', type),
    );
    expect([status, body]).toMatchObject([
      415,
      { code: 'MEDIA_TYPE_UNSUPPORTED', accepted: 'application/octet-stream' },
    ]);
  });

  it.each(['..', '/', '\\', 'a/..', '\u0000', '\u202e', ' ', 'x/'])(
    'refuse a name of which nothing is left: %j',
    async (name) => {
      const [status, body] = await outcome(officer.browser.upload(name, book, pdf()));
      expect([status, body]).toMatchObject([400, { code: 'DOCUMENT_NAME_INVALID' }]);
    },
  );

  it('refuse what is not for the caller before a byte is read', async () => {
    const auditor = await scene.someone('auditor');
    const refused = await auditor.browser.upload('x.pdf', book, pdf());
    expect([refused.status, refused.body]).toMatchObject([403, { code: 'ROLE_REQUIRED' }]);
    const noToken = await scene.service.signIn(officer);
    noToken.forgetCsrfToken();
    const forged = await noToken.upload('x.pdf', book, pdf());
    expect([forged.status, forged.body]).toMatchObject([403, { code: 'CSRF_TOKEN_INVALID' }]);
  });

  it('keep nothing of an upload that breaks off', async () => {
    const before = files();
    const sent = chunked();
    sent.on('error', () => undefined);
    sent.write(pdf());
    await until(() => files().length > before.length);
    sent.destroy();
    await until(() => files().length === before.length);
    expect(files()).toEqual(before);
  });

  it('name what is missing where there is no folder for them', async () => {
    const service = await TestService.open({ FUND_DOCUMENT_DIR: '' }, undefined, {
      embedded: false,
    });
    try {
      const bureau = await service.bureau('nowhere');
      const clerk = await service.signIn(
        await service.person(['finance_officer'], { bureauId: bureau.id }),
      );
      const [status, body] = await outcome(clerk.upload('x.pdf', bureau.bookCode, pdf()));
      expect([status, body]).toMatchObject([503, { code: 'DOCUMENT_STORE_MISSING' }]);
    } finally {
      await service.close();
    }
  });

  it('keep XML of an unknown structure, which is entered by hand', async () => {
    const [, body] = await outcome(
      officer.browser.upload('x.xml', book, xml('<other><number>1</number></other>')).expect(201),
    );
    const { id } = body as { id: string };
    const [, reading] = await outcome(officer.browser.get(`/api/v1/documents/${id}/invoice`));
    expect(reading).toEqual({
      signature: 'not_checked',
      state: 'unreadable',
      structure: null,
      invoice: null,
      reason: 'unknown_structure',
      fields: [],
    });
  });

  it('read the invoice of an XML and of an OFD, and say that nobody checked the signature', async () => {
    for (const [name, bytes, structure] of [
      ['digital.xml', xml(digitalInvoice()), 'einvoice_digital'],
      ['old.ofd', ofd({}, attached(oldInvoice())), 'einvoice_2019'],
    ] as const) {
      const [, body] = await outcome(officer.browser.upload(name, book, bytes).expect(201));
      const { id } = body as { id: string };
      const answer = await officer.browser.get(`/api/v1/documents/${id}/invoice`).expect(200);
      expect(answer.body).toMatchObject({ signature: 'not_checked', state: 'read', structure });
    }
  });
});

/** Sends a body to its end, whatever is answered meanwhile. */
async function sendAll(sent: ClientRequest, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; at += 65_536) {
    if (!sent.write(bytes.subarray(at, at + 65_536))) await once(sent, 'drain');
  }
  sent.end();
}

/** Waits for what is sure to come; the test's own time limit ends it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
