import { type EntityManager, LessThanOrEqual, MoreThanOrEqual } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { approvalKind, workInBook } from '../approvals';
import { recordAct } from '../audit';
import { Defendant, lockCase } from '../cases';
import { DomainError } from '../errors';
import { isDebtor } from '../law';
import { EnforcementDeferral } from './deferral.entity';
import { deferralContent, type DeferralContent } from './judgment-schemas';
import { caseIn, requirePapers } from './judgment-setting';
import { SECURITY_NAMES } from './judgment-words';
import { loadClaims } from './load-claims';
import { caseNumberOf, paperRows } from './present-judgment';

/** @throws DomainError NOT_FOUND, NOT_A_DEBTOR, ENFORCEMENT_DEFERRED another deferral has some of the days */
async function requireDebtor(
  tx: EntityManager,
  { case: caseId, defendant: id, from, until }: DeferralContent,
): Promise<Defendant> {
  const defendant = await tx.findOneBy(Defendant, { id, caseId, isRevoked: false });
  if (defendant === null) throw new DomainError('NOT_FOUND', 'not_found', { defendant: id });
  const { claims } = await loadClaims(tx, caseId);
  if (!claims.some(({ item }) => isDebtor(item, defendant.ref))) {
    throw new DomainError('NOT_A_DEBTOR', 'refused', { payer: defendant.name });
  }
  const other = await deferralOf(tx, id, from, until);
  if (other !== null) {
    throw new DomainError('ENFORCEMENT_DEFERRED', 'conflict', {
      from: other.fromOn,
      until: other.untilOn,
    });
  }
  return defendant;
}

/** A deferral for the defendant that has some of the days; null where there is none. */
export const deferralOf = (
  tx: EntityManager,
  defendantId: string,
  from: string,
  until = from,
): Promise<EnforcementDeferral | null> =>
  tx.findOneBy(EnforcementDeferral, {
    defendantId,
    fromOn: LessThanOrEqual(until),
    untilOn: MoreThanOrEqual(from),
  });

/** The court defers enforcement against a defendant on security (执行担保、暂缓执行). */
export const enforcementDeferral = approvalKind<DeferralContent>({
  kind: 'enforcement_deferral',
  makers: ['finance_officer'],
  steps: ['approver'],
  inBook: true,
  schema: deferralContent,

  async describe(setting, content) {
    const { id, number } = await caseIn(setting, content.case);
    const { name } = await requireDebtor(setting.tx, content);
    await requirePapers(setting, [content.document]);
    return { title: `暂缓执行：${number} ${name}`, subject: `litigation_case/${id}` };
  },

  async present(content, language, tx) {
    const { case: caseId, defendant: id, from, until, security, securedBy, reason } = content;
    const defendant = await tx.findOneBy(Defendant, { id, caseId });
    return [
      { field: 'caseNumber', value: await caseNumberOf(tx, caseId) },
      { field: 'debtor', value: defendant?.name ?? id },
      { field: 'deferredFrom', value: from },
      { field: 'deferredUntil', value: until },
      { field: 'security', value: SECURITY_NAMES[security][language] },
      { field: 'securedBy', value: securedBy },
      { field: 'reason', value: reason },
      ...(await paperRows(tx, [content.document])),
    ];
  },

  async execute(approval, content, request) {
    const work = workInBook(approval, request);
    const { case: caseId, defendant: defendantId, from, until, security, securedBy } = content;
    await lockCase(work, caseId);
    await requireDebtor(work.tx, content);
    await work.tx.insert(EnforcementDeferral, {
      ...{ id: uuidv7(), caseId, defendantId, fromOn: from, untilOn: until, security, securedBy },
      ...{ documentId: content.document.id, approvalRequestId: request.id },
    });
    const facts = { case: caseId, defendant: defendantId, from, until, security };
    await recordAct(work, 'enforcement.defer', facts);
  },
});
