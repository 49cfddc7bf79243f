import { ApprovalScene, newKey } from '../approvals/approval-scene';
import { TO_FINAL } from '../case-register/case-scene';
import { OrganizationScene } from '../organizations/organization-scene';
import type { TestBureau, TestService } from '../support/test-service';

/** What can be asked for of judgments: a case whose judgment is final is there already. */
export async function judgmentContents(
  service: TestService,
  bureau: TestBureau,
): Promise<Readonly<Record<string, unknown>>> {
  const organizations = OrganizationScene.over(ApprovalScene.over(service, bureau));
  const officer = await organizations.approvals.someone('finance_officer');
  const send = async (path: string, body: object): Promise<string> => {
    const answer = (await officer.browser
      .post(path, body)
      .set('idempotency-key', newKey())
      .expect(201)) as { body: { id: string } };
    return answer.body.id;
  };
  const id = await send('/api/v1/cases', {
    book: bureau.bookCode,
    number: '（2026）吉01民初900号',
    court: '长春市中级人民法院',
    filedOn: '2026-03-02',
    damageRoute: 'treasury',
    plaintiffs: [],
    procuratorate: { name: '长春市人民检察院', noticedOn: '2026-01-05' },
    defendants: [{ name: '某化工有限公司', kind: 'enterprise' }],
  });
  let step = '';
  for (const [kind, on, more = {}] of TO_FINAL) {
    step = await send(`/api/v1/cases/${id}/steps`, { kind, on, documents: [], ...more });
  }
  const { body } = (await officer.browser.get(`/api/v1/cases/${id}`).expect(200)) as {
    body: { defendants: { id: string }[] };
  };
  const debtor = { defendant: body.defendants[0]?.id };
  const item = { ref: '判项1', kind: 'service_loss', amount: '100.00', dueOn: '2026-07-01' };
  return {
    judgment: {
      case: id,
      step,
      ref: '（2026）吉01民初900号判决',
      outcome: 'win',
      items: [{ ...item, liability: { mode: 'sole', debtors: [debtor] } }],
      inKind: [],
      refusedCosts: [],
      documents: [await organizations.upload(officer, '判决书.pdf')],
    },
  };
}
