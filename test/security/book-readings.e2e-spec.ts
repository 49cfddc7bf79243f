import { ApprovalScene, type Someone } from '../approvals/approval-scene';

describe('reading a book', () => {
  let scene: ApprovalScene;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    await scene.fund(['special'], 100n);
  });
  afterAll(() => scene.service.close());

  const readBy = async ({ browser }: Someone, list: string, query = ''): Promise<string> => {
    const path = `/api/v1/books/${scene.bureau.bookCode}/${list}?limit=1${query}`;
    const { body } = (await browser.get(path).expect(200)) as { body: { next: string | null } };
    return body.next ?? '';
  };
  const recorded = (personId: string): Promise<{ subject: string; content: object }[]> =>
    scene.dataSource.query(
      `SELECT subject, content FROM fund.audit_event
        WHERE action = 'book.read' AND person_id = $1 ORDER BY id`,
      [personId],
    );

  it('is recorded with the list and what was asked for, once however many pages follow', async () => {
    const reader = await scene.someone('reviewer');
    const next = await readBy(reader, 'accounts');
    expect(next).not.toBe('');
    await readBy(reader, 'accounts', `&cursor=${next}`);
    await readBy(reader, 'accounts', '&asOf=2024-12-31');
    await readBy(reader, 'journals');
    await readBy(reader, 'computations');
    const events = await recorded(reader.personId);
    expect(events.map(({ content }) => content)).toEqual([
      { list: 'accounts' },
      { list: 'accounts', asOf: '2024-12-31' },
      { list: 'journals' },
      { list: 'computations' },
    ]);
    expect(new Set(events.map(({ subject }) => subject))).toEqual(
      new Set([`book/${scene.bureau.bookCode}`]),
    );

    const auditor = await scene.someone('auditor');
    await auditor.browser
      .get(`/api/v1/audit-events?action=book.read&q=${scene.bureau.bookCode}`)
      .expect(200)
      .expect(({ body }: { body: { items: object[] } }) => {
        expect(body.items).toHaveLength(4);
      });
  });

  it('is recorded where a later page is asked for whose first one was not', async () => {
    const next = await readBy(await scene.someone('reviewer'), 'accounts');
    const reader = await scene.someone('reviewer');
    await readBy(reader, 'accounts', `&cursor=${next}`);
    expect(await recorded(reader.personId)).toMatchObject([{ content: { list: 'accounts' } }]);
  });
});
