import { closeMonth, PostgresWakeUp, settleBook } from '../../src/ledger';
import { inTransaction } from '../../src/platform/database/transaction';
import { paid, received } from '../vouchers/voucher-service';
import { APPROVALS, ApprovalScene, newKey, type Someone } from './approval-scene';

type Voucher = ReturnType<typeof received> | ReturnType<typeof paid>;

const KIND = { kind: 'general_voucher' };

describe('a general voucher in a real book', () => {
  let scene: ApprovalScene;
  let officer: Someone;
  let reviewer: Someone;
  let approver: Someone;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    officer = await scene.someone('finance_officer');
    reviewer = await scene.someone('reviewer');
    approver = await scene.someone('approver');
  });
  afterAll(() => scene.service.close());

  const requests = (): Promise<object[]> =>
    scene.dataSource.query(
      `SELECT fact, summary, business_on::text AS day, made_by, status FROM ledger.posting_request
        WHERE book_id = $1 ORDER BY id`,
      [scene.bureau.bookId],
    );

  const send = (content: object) =>
    officer.browser
      .post(APPROVALS, { ...KIND, content, book: scene.bureau.bookCode })
      .set('idempotency-key', newKey());

  /** Asks for it and has the first step taken. */
  const reviewed = async (content: Voucher): Promise<string> => {
    const id = await scene.ask(officer, content, KIND);
    expect((await scene.decide(reviewer, id, 'approve')).body.state).toBe('open');
    return id;
  };

  it('is refused at the direct route, which says where to go', async () => {
    const direct = `/api/v1/books/${scene.bureau.bookCode}/vouchers`;
    const { status, body } = (await officer.browser
      .post(direct, received('1.00'))
      .set('idempotency-key', newKey())) as {
      status: number;
      body: { code: string; detail: string };
    };
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'APPROVAL_REQUIRED' });
    expect(JSON.stringify(body)).toContain('general_voucher');
  });

  it('is entered once by the last approval, however often that is clicked, and wakes who posts', async () => {
    const { bookId } = scene.bureau;
    const wakeUp = new PostgresWakeUp(scene.dataSource, scene.service.database.serviceClient);
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const stopListening = await wakeUp.listen((book) => {
      if (book === bookId) wake();
    });
    const id = await reviewed(received('120.00'));
    expect(await scene.read(approver, id)).toMatchObject({
      title: '记账凭证：Money of an unknown payer（2024-03-15）',
      amount: '120.00',
      steps: ['reviewer', 'approver'],
    });
    expect(await requests()).toEqual([]);
    const { contentHash } = await scene.read(approver, id);
    const clicks = await Promise.all(
      [1, 2, 3].map(() => scene.decide(approver, id, 'approve', contentHash)),
    );
    expect(clicks.map(({ status, body }) => [status, body.state])).toEqual(
      clicks.map(() => [200, 'approved']),
    );
    expect(await requests()).toEqual([
      {
        fact: 'general_voucher',
        summary: 'Money of an unknown payer',
        day: '2024-03-15',
        made_by: officer.name,
        status: 'ready',
      },
    ]);
    await woken;
    await stopListening();
    await settleBook(scene.dataSource, bookId);
    expect(await requests()).toMatchObject([{ status: 'posted' }]);
    const [trail] = await scene.dataSource.query<object[]>(
      `SELECT person, act_key AS key FROM fund.audit_event
        WHERE action = 'voucher.enter' AND outcome = 'accepted'`,
    );
    expect(trail).toEqual({ person: approver.name, key: `approval:${id}` });
  });

  it('two of the same content are two vouchers', async () => {
    const before = (await requests()).length;
    for (const id of [await reviewed(received('5.00')), await reviewed(received('5.00'))]) {
      expect((await scene.decide(approver, id, 'approve')).body.state).toBe('approved');
    }
    await settleBook(scene.dataSource, scene.bureau.bookId);
    expect(await requests()).toHaveLength(before + 2);
  });

  it('is refused when it is asked for, where entering it would be, and leaves nothing', async () => {
    const before = await requests();
    const closed = { ...received('1.00'), businessOn: '2023-12-31' };
    const claims = {
      ...received('1.00'),
      lines: [
        { account: '1002.01', debit: '1.00' },
        { account: '4001.01', credit: '1.00' },
      ],
    };
    expect((await send(claims)).body).toMatchObject({
      status: 422,
      code: 'ACCOUNT_NOT_FOR_VOUCHERS',
      faults: [{ pointer: '/content/lines/1/account' }],
    });
    expect((await send(paid('130.01'))).body).toMatchObject({
      status: 422,
      code: 'INSUFFICIENT_FUNDS',
    });
    const uneven = {
      ...received('1.00'),
      lines: [...received('1.00').lines.slice(1), { account: '1002.01', debit: '2.00' }],
    };
    expect((await send(uneven)).body).toMatchObject({
      status: 400,
      faults: [{ pointer: '/content/lines' }],
    });
    await inTransaction(scene.dataSource, (tx) =>
      closeMonth(tx, {
        bookId: scene.bureau.bookId,
        month: '2024-03-01',
        by: officer.name,
        checkOnly: false,
      }),
    );
    for (const late of [received('1.00'), closed]) {
      expect((await send(late)).body).toMatchObject({ status: 422, code: 'PERIOD_NOT_OPEN' });
    }
    expect(await requests()).toEqual(before);
    const [left] = await scene.dataSource.query<object[]>(
      `SELECT (SELECT count(*)::integer FROM ledger.hold WHERE remaining > 0) AS holds,
              (SELECT count(*)::integer FROM fund.approval_request WHERE state = 'open') AS open`,
    );
    expect(left).toEqual({ holds: 0, open: 0 });
  });

  it.each([
    ['200000.00', undefined],
    ['200000.01', 'RESOLUTION_REQUIRED'],
    ['1000000.00', 'RESOLUTION_REQUIRED'],
    ['1000000.01', 'AMOUNT_ABOVE_TIERS'],
  ])('of %s is asked for as the bureau’s tiers say: %s', async (amount, code) => {
    const answer = await send({ ...received(amount), businessOn: '2024-04-01' });
    expect((answer.body as { code?: string }).code).toBe(code);
  });

  it('above what two people decide rests on a resolution, and goes up to whom its tier names', async () => {
    const [april, kind] = [{ businessOn: '2024-04-01' }, 'general_voucher'];
    const resolution = await scene.resolution(officer, approver, { kind, amount: '600000.00' });
    const content = { ...received('600000.00'), ...april };
    const id = await scene.ask(officer, content, { kind, resolution });
    const second = await scene.someone('approver');
    expect(await scene.read(second, id)).toMatchObject({
      amount: '600000.00',
      steps: ['reviewer', 'approver', 'approver'],
    });
    const states: string[] = [];
    for (const person of [reviewer, approver, second]) {
      states.push((await scene.decide(person, id, 'approve')).body.state);
    }
    expect(states).toEqual(['open', 'open', 'approved']);
    const again = await officer.browser
      .post(APPROVALS, { kind, content, resolution, book: scene.bureau.bookCode })
      .set('idempotency-key', newKey());
    expect(again.body).toMatchObject({ code: 'RESOLUTION_USED' });
    // What it was asked for with does not carry more.
    const more = { ...received('600000.01'), ...april };
    const other = await scene.resolution(officer, approver, { kind, amount: '600000.00' });
    const tooMuch = await officer.browser
      .post(APPROVALS, { kind, content: more, resolution: other, book: scene.bureau.bookCode })
      .set('idempotency-key', newKey());
    expect(tooMuch.body).toMatchObject({ code: 'RESOLUTION_FOR_OTHER_MATTER' });
  });

  it('stays open where the money went in the meantime', async () => {
    const april = (voucher: Voucher): Voucher => ({ ...voucher, businessOn: '2024-04-01' });
    const [one, other] = [
      await reviewed(april(paid('130.00'))),
      await reviewed(april(paid('130.00'))),
    ];
    const [first, second] = await Promise.all(
      [one, other].map((id) => scene.decide(approver, id, 'approve')),
    );
    expect([first, second].map((answer) => answer?.body.code ?? answer?.body.state).sort()).toEqual(
      ['INSUFFICIENT_FUNDS', 'approved'],
    );
    expect(
      [(await scene.read(officer, one)).state, (await scene.read(officer, other)).state].sort(),
    ).toEqual(['approved', 'open']);
  });
});
