import { AdvanceScene } from '../advances/advance-scene';
import { ApprovalScene } from '../approvals/approval-scene';
import { OrganizationScene } from '../organizations/organization-scene';
import type { TestBureau, TestService } from '../support/test-service';
import { CONTENTS } from './samples';

/** What can be asked for of an advance: the organization, its case and a payee are there already. */
export async function advanceContents(
  service: TestService,
  bureau: TestBureau,
): Promise<Readonly<Record<string, unknown>>> {
  const approvals = ApprovalScene.over(service, bureau);
  const scene = await AdvanceScene.over(OrganizationScene.over(approvals));
  const voucher = await approvals.ask(scene.officer, CONTENTS['general_voucher'] as never, {
    kind: 'general_voucher',
  });
  await scene.budget({ investigation: '10000.00' }, voucher);
  const payee = await scene.payee('vendor', '吉林省环境检测有限公司');
  const caseId = await scene.openCase();
  return {
    advance_application: scene.content(caseId, [
      { category: 'investigation', amount: '100.00', payee },
    ]),
  };
}
