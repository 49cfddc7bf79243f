import { type Delivered, deliverNotices, Mailer } from '../../src/notices';
import { asCaller } from '../../src/identity';
import { newKey, type Someone } from '../approvals/approval-scene';
import { PROVINCIAL } from '../organizations/organization-scene';
import { PaymentScene } from '../payments/payment-scene';
import { headerOf, MailServer } from './mail-server';

const OTHER = '51220000MJ00010109';
const CONTACT = 'office@greens.example';
const OWN = 'member@greens.example';

interface Notice {
  readonly kind: string;
  readonly content: {
    readonly subject: string;
    readonly text: string;
    readonly link: string;
  } | null;
}

describe('what an organization is told of its advances', () => {
  let scene: PaymentScene;
  let colleague: Someone;
  let strangers: readonly Someone[];
  beforeAll(async () => {
    scene = await PaymentScene.open();
    const { approvals } = scene.organizations;
    colleague = await approvals.memberOf(PROVINCIAL);
    const other = await approvals.service.bureau('jilin');
    strangers = [
      await approvals.memberOf(OTHER),
      await approvals.someoneOf(other, 'finance_officer'),
    ];
    await scene.dataSource.query(
      'UPDATE fund.organization SET email = $2, version = version + 1 WHERE id = $1',
      [scene.organization, CONTACT],
    );
    await scene.member.browser
      .put('/api/v1/accounts/current/contact', { email: OWN, language: 'en' })
      .expect(204);
    await forget();
  });
  afterAll(() => scene.close());
  beforeEach(() => forget());

  /** What was announced before is no matter of a test. */
  const forget = (): Promise<unknown> =>
    scene.dataSource.query(
      `UPDATE fund.outgoing_event SET state = 'logged' WHERE state = 'waiting'`,
    );

  async function noticesOf({ browser }: Someone, kind?: string): Promise<Notice[]> {
    const { body } = (await browser
      .get(`/api/v1/notices?limit=200&mine=true${kind === undefined ? '' : `&kind=${kind}`}`)
      .expect(200)) as { body: { items: Notice[] } };
    return body.items;
  }

  /** Mail that the waiting notices become: to whom, and its subject. */
  async function mailed(): Promise<(readonly [string, string])[]> {
    const server = await MailServer.open();
    try {
      const mailer = new Mailer({ url: server.url(), from: 'notices@bureau.example' });
      const delivered: Delivered = await deliverNotices(scene.dataSource, {
        mailer,
        publicUrl: undefined,
      });
      expect(delivered.refused).toBe(0);
      return server.received
        .map((mail) => [mail.to.join(), headerOf(mail, 'Subject')] as const)
        .toSorted(([one], [two]) => one.localeCompare(two));
    } finally {
      await server.close();
    }
  }

  async function approved(): Promise<{ application: string; item: string; ref: string }> {
    scene.caseId = await scene.openCase(`(2026)吉01民初${newKey()}号`);
    const { id: application, items } = await scene.advance({ amount: 10_00n, category: 'other' });
    const [item = ''] = items;
    return { application, item, ref: (await scene.item(item))['ref'] ?? '' };
  }
  const act = (item: string, what: string): Promise<{ status: number }> =>
    scene.officer.browser
      .post(`/api/v1/advances/items/${item}/${what}`)
      .set('idempotency-key', newKey());

  it('goes to the address in its file and to its members, and is shown to each of them once', async () => {
    const { application, item, ref } = await approved();
    await forget();
    await scene.pay(item, '10.00');
    for (const person of [scene.member, colleague]) {
      const told = (await noticesOf(person, 'advance_paid')).filter(({ content }) =>
        content?.link.endsWith(application),
      );
      expect(told.map(({ content }) => content?.subject)).toEqual([`Advance paid: ${ref}`]);
      expect(told[0]?.content?.text).toContain(
        `10.00 yuan were paid on ${scene.day} for the cost ${ref}`,
      );
    }
    expect(await mailed()).toEqual([
      [OWN, `Advance paid: ${ref}`],
      [CONTACT, `垫付款已支付：${ref}`],
    ]);
  });

  it('is what came back from the bank, and nothing while nobody knows', async () => {
    const { item, ref } = await approved();
    const order = await scene.ordered(item, '10.00');
    await forget();
    expect((await scene.record(order, 'unknown')).status).toBe(200);
    expect(await mailed()).toEqual([]);
    const key = newKey();
    expect((await scene.record(order, 'bounced', { key })).status).toBe(200);
    expect((await scene.record(order, 'bounced', { key })).status).toBe(200);
    expect(await mailed()).toEqual([
      [OWN, `Advance came back: ${ref}`],
      [CONTACT, `垫付款被退回：${ref}`],
    ]);
  });

  it('is a receipt that was rejected, without the words of whoever did, and none that was accepted', async () => {
    const { application, item, ref } = await approved();
    await scene.pay(item, '10.00');
    await scene.post();
    const document = (await scene.organizations.upload(scene.member)).id;
    const line = (number: string) => ({
      ...{ item, document, amount: '4.00' },
      invoice: { issuer: '某公司', number, issuedOn: '2026-04-01', total: '4.00' },
    });
    const { body } = (await scene.member.browser
      .post(`/api/v1/advances/${application}/receipts`, {
        lines: [line('26322000000000000001'), line('26322000000000000002')],
      })
      .set('idempotency-key', newKey())
      .expect(201)) as { body: { items: { id: string }[] } };
    const decide = (index: number, decision: object) =>
      scene.officer.browser
        .post(`/api/v1/receipt-lines/${body.items[index]?.id ?? ''}/decision`, decision)
        .set('idempotency-key', newKey())
        .expect(200);
    await forget();
    await decide(0, { decision: 'accept' });
    expect(await mailed()).toEqual([]);
    await decide(1, { decision: 'reject', reason: '抬头有误' });
    expect(await mailed()).toEqual([
      [OWN, `Receipt rejected: ${ref}`],
      [CONTACT, `票据未通过审核：${ref}`],
    ]);
    const [told] = await noticesOf(colleague, 'receipt_rejected');
    expect(told?.content?.text).not.toContain('抬头有误');
  });

  it('is a surplus that is to come back, and that it has not', async () => {
    const { item, ref } = await approved();
    await scene.pay(item, '10.00');
    await scene.post();
    await forget();
    expect((await act(item, 'surplus')).status).toBe(200);
    expect(await mailed()).toEqual([
      [OWN, `Surplus to be returned: ${ref}`],
      [CONTACT, `请退回结余：${ref}`],
    ]);
    expect((await act(item, 'remind')).status).toBe(200);
    expect((await act(item, 'remind')).status).toBe(409);
    expect(await mailed()).toEqual([
      [OWN, `Surplus still out: ${ref}`],
      [CONTACT, `催退结余：${ref}`],
    ]);
  });

  it('goes to no member who left, and who the bureau’s people are is not said', async () => {
    const { approvals } = scene.organizations;
    const former = await approvals.memberOf(PROVINCIAL);
    await scene.dataSource.query(
      `UPDATE fund.person SET email = 'former@x.example' WHERE id = $1`,
      [former.personId],
    );
    await scene.dataSource.query(
      `UPDATE fund.account SET state = 'disabled' WHERE person_id = $1`,
      [former.personId],
    );
    const { item } = await approved();
    await forget();
    await scene.pay(item, '10.00');
    expect((await mailed()).map(([to]) => to)).toEqual([OWN, CONTACT]);
    const all = JSON.stringify(await noticesOf(colleague));
    for (const { name } of [scene.officer, scene.cashier, scene.reviewer, scene.approver]) {
      expect(all).not.toContain(`"${name}"`);
    }
  });

  it('is seen by nobody of another organization or bureau, over HTTP or in the database', async () => {
    for (const stranger of strangers) expect(await noticesOf(stranger)).toEqual([]);
    const rowsSeenBy = (who: {
      readonly personId: string;
      readonly creditCode: string | null;
    }): Promise<number> =>
      asCaller(
        scene.dataSource,
        {
          ...who,
          ...{ name: 'somebody', accountId: null, sessionId: null, roles: [], bureauId: null },
          ...{ sandbox: false, scopes: null, steppedUp: false, address: 'test' },
        },
        async (tx) => {
          const [row] = await tx.query<{ rows: number }[]>(
            'SELECT count(*)::integer AS rows FROM fund.outgoing_event',
          );
          return row?.rows ?? -1;
        },
      );
    const [other] = strangers;
    const nobody = '00000000-0000-4000-8000-000000000001';
    expect(await rowsSeenBy({ personId: other?.personId ?? '', creditCode: OTHER })).toBe(0);
    // The copies for others of one's own organization are theirs.
    const originals = await rowsSeenBy({ personId: nobody, creditCode: PROVINCIAL });
    expect(originals).toBeGreaterThan(0);
    const { personId } = scene.member;
    expect(await rowsSeenBy({ personId, creditCode: PROVINCIAL })).toBeGreaterThan(originals);
  });
});
