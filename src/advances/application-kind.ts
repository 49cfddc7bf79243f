import { approvalKind, workInBook } from '../approvals';
import { type ApplicationContent, applicationContent } from './application-schemas';
import { APPLICATION_KIND, subjectOfCase } from './asked-in-case';
import { carryOutApplication } from './carry-out-application';
import { checkApplication } from './check-application';
import { presentApplication } from './present-application';

/** An organization asks for costs of a case to be advanced (垫付申请), by itself or through an officer. */
export const advanceApplication = approvalKind<ApplicationContent>({
  kind: APPLICATION_KIND,
  makers: ['organization_member', 'finance_officer'],
  inBook: true,
  schema: applicationContent,

  async describe(setting, content) {
    const { litigationCase, organization, total } = await checkApplication(setting, content);
    return {
      title: `垫付申请：${organization.name} ${litigationCase.number}`,
      amountFen: total,
      subject: subjectOfCase(litigationCase.id),
    };
  },

  present: presentApplication,

  async execute(approval, content, request) {
    await carryOutApplication(workInBook(approval, request), content, request);
  },
});

/** What of advances needs approval. */
export const ADVANCE_APPROVALS = [advanceApplication] as const;
