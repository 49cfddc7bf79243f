import { PROVINCIAL } from '../organizations/organization-scene';
import { newKey } from '../approvals/approval-scene';
import { digitalInvoice, oldInvoice, pdf, type Values } from '../documents/files';
import { PaymentScene } from './payment-scene';

interface Answer {
  readonly status: number;
  readonly body: {
    readonly items: readonly { readonly eInvoice: unknown }[];
    readonly [fact: string]: unknown;
  };
}

describe('receipts that hold an e-invoice', () => {
  let scene: PaymentScene;
  let application: string;
  let item: string;
  beforeAll(async () => {
    scene = await PaymentScene.open();
    const { id, items } = await scene.advance({ amount: 5_000_00n });
    application = id;
    [item = ''] = items;
    await scene.pay(item, '5000.00');
    await scene.post();
  });
  afterAll(() => scene.close());

  const store = async (name: string, bytes: string | Buffer): Promise<string> => {
    const { body } = (await scene.member.browser
      .upload(name, scene.organizations.bookCode, Buffer.from(bytes))
      .expect(201)) as { body: { id: string } };
    return body.id;
  };
  const submit = async (
    document: string,
    invoice: object,
    amount = '10.00',
    key = newKey(),
  ): Promise<Answer> =>
    scene.member.browser
      .post(`/api/v1/advances/${application}/receipts`, {
        lines: [{ item, document, invoice, amount }],
      })
      .set('idempotency-key', key);

  /** As the invoices of `files.ts` have it, made out to the organization. */
  const forUs = (xml: string): string =>
    xml.replace('51220000MJ00010109', PROVINCIAL).replace('长春某环保协会', '吉林省绿色志愿者协会');
  let numbers = 0;
  const next = (): Required<Pick<Values, 'number' | 'code'>> => {
    numbers += 1;
    return { number: String(10_000_000 + numbers), code: '022001900112' };
  };
  const entered = (of: { number: string; code?: string }, more: object = {}) => ({
    issuer: '长春某检测有限公司',
    issuerTaxId: '91220101MA0000001X',
    issuedOn: '2020-06-09',
    total: '1000.00',
    ...of,
    ...more,
  });

  it('show what was read, which differs in nothing where it is what was entered', async () => {
    const of = next();
    const document = await store('发票.xml', forUs(oldInvoice(of)));
    const { status, body } = await submit(document, entered(of, { issuer: '长春某检测 有限公司' }));
    expect({ status, read: body.items[0]?.eInvoice }).toEqual({
      status: 201,
      read: {
        number: `${of.code}${of.number}`,
        issuer: '长春某检测有限公司',
        issuerTaxId: '91220101MA0000001X',
        buyer: '吉林省绿色志愿者协会',
        issuedOn: '2020-06-09',
        total: '1000.00',
        differs: [],
      },
    });
  });

  it('show what differs, and are left for an officer to decide', async () => {
    const document = await store('发票.xml', oldInvoice(next()));
    const other = entered(next(), { issuedOn: '2020-06-10', total: '1000.01' });
    const { status, body } = await submit(document, other);
    expect({ status, read: body.items[0]?.eInvoice }).toMatchObject({
      status: 201,
      read: { differs: ['number', 'issuedOn', 'total', 'buyer'] },
    });
    const list = (await scene.officer.browser
      .get(`/api/v1/receipt-lines?application=${application}&state=submitted&limit=200`)
      .expect(200)) as { body: Answer['body'] };
    expect(list.body.items.map(({ eInvoice }) => eInvoice)).toContainEqual(body.items[0]?.eInvoice);
    const none = (await scene.officer.browser
      .get(`/api/v1/receipt-lines?application=${item}`)
      .expect(200)) as { body: Answer['body'] };
    expect(none.body.items).toEqual([]);
  });

  it('are refused where the invoice takes another one back', async () => {
    const of = { number: '26222000000000000001' };
    const red = digitalInvoice({ ...of, amount: '-180.00', tax: '-8.66', total: '-188.66' });
    const refused = await submit(await store('红字.xml', red), entered(of, { total: '188.66' }));
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'INVOICE_RED', number: of.number, pointer: '/lines/0' },
    });
  });

  it('are refused where more is used than the invoice is made out for', async () => {
    const of = { number: '26222000000000000002' };
    const document = await store('发票.xml', digitalInvoice(of));
    const dearer = entered(of, { total: '1888.66' });
    expect(await submit(document, dearer, '188.67')).toMatchObject({
      status: 422,
      body: { code: 'INVOICE_TOO_SMALL', total: '188.66', amount: '188.67', pointer: '/lines/0' },
    });
    expect((await submit(document, dearer, '188.66')).status).toBe(201);
  });

  it('are compared by a person where the file holds nothing for programs', async () => {
    for (const [name, bytes] of [
      ['发票.pdf', pdf(newKey())],
      ['发票.xml', `<?xml version="1.0"?><receipt>${newKey()}</receipt>`],
    ] as const) {
      const of = next();
      const { status, body } = await submit(await store(name, bytes), entered(of));
      expect({ status, read: body.items[0]?.eInvoice }).toEqual({ status: 201, read: null });
    }
  });

  it('are the same ones when they are submitted again under the same key', async () => {
    const of = next();
    const document = await store('发票.xml', forUs(oldInvoice(of)));
    const key = newKey();
    const first = await submit(document, entered(of), '10.00', key);
    expect(await submit(document, entered(of), '10.00', key)).toMatchObject({
      status: 201,
      body: first.body,
    });
  });

  it('stay as they were read, in the database too', async () => {
    const change = scene.dataSource.query(
      `UPDATE fund.settlement_line SET e_invoice = '{}' WHERE e_invoice IS NOT NULL`,
    );
    await expect(change).rejects.toThrow(/stays/);
  });
});
