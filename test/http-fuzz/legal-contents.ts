import { ApprovalScene } from '../approvals/approval-scene';
import { FIRM, LegalScene, OTHER_FIRM } from '../legal-services/legal-scene';
import type { TestBureau, TestService } from '../support/test-service';

/** What can be asked for of legal services: a firm, its agreement and a case are there already. */
export async function legalContents(
  service: TestService,
  bureau: TestBureau,
): Promise<Readonly<Record<string, unknown>>> {
  const scene = await LegalScene.over(ApprovalScene.over(service, bureau));
  const lawFirm = await scene.register(FIRM);
  const agreement = await scene.agree(lawFirm, '协议-1');
  const { lawyers } = await scene.read(lawFirm);
  return {
    law_firm_registration: { uscc: OTHER_FIRM, facts: scene.facts() },
    law_firm_change: {
      ...{ lawFirm, version: 1, state: 'registered', reason: '年度考核' },
      facts: scene.facts(),
    },
    service_agreement: scene.terms(lawFirm, '协议-2'),
    legal_engagement: {
      ...{ lawFirm, agreement, lawyers: lawyers.map(({ id }) => id) },
      ...(await scene.litigation('(2026)吉01民初1号')),
      ...{ instance: 1, fee: '20000.00', engagedOn: '2026-02-10' },
    },
  };
}
