import { ApprovalScene, APPROVALS, BY_AMOUNT, INBOX, newKey } from './approval-scene';

describe('approvals of another bureau', () => {
  it('are not there, in one shape, whoever asks', async () => {
    const scene = await ApprovalScene.open();
    try {
      const maker = await scene.someone('finance_officer');
      const id = await scene.ask(maker, scene.spending('special', 100n));
      const { contentHash } = await scene.read(maker, id);
      const elsewhere = await scene.service.bureau('jilin');
      const member = await scene.service.person(['organization_member'], {
        creditCode: '51220000MJ00010109',
      });
      const strangers = [
        (await scene.someoneOf(elsewhere, 'reviewer', 'approver')).browser,
        (await scene.someoneOf(elsewhere, 'finance_officer')).browser,
        await scene.service.signIn(member),
      ];
      for (const browser of strangers) {
        const shapes = new Set<string>();
        for (const path of [id, '01980000-0000-7000-8000-000000000000'].map(
          (p) => `${APPROVALS}/${p}`,
        )) {
          const content = scene.spending('special', 1n);
          const decision = { decision: 'approve', contentHash };
          const sent = [
            browser.get(path),
            browser.put(path, { content, book: scene.bureau.bookCode }).set('if-match', '"x"'),
            browser.post(`${path}/decisions`, decision),
            browser.post(`${path}/withdraw`),
          ];
          for (const answer of await Promise.all(sent)) {
            expect(answer.status).toBe(404);
            const { instance, requestId, ...body } = answer.body as Record<string, unknown>;
            expect([typeof instance, typeof requestId]).toEqual(['string', 'string']);
            shapes.add(JSON.stringify(body));
          }
        }
        expect(shapes.size).toBe(1);
        for (const path of [APPROVALS, INBOX]) {
          await browser.get(path).expect(200, { items: [], next: null });
        }
      }
      const [, officer] = strangers;
      await officer
        ?.post(APPROVALS, {
          kind: BY_AMOUNT,
          content: scene.spending('special', 1n),
          book: scene.bureau.bookCode,
        })
        .set('idempotency-key', newKey())
        .expect(404);
    } finally {
      await scene.service.close();
    }
  });
});
