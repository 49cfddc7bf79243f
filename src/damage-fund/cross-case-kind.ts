import type { EntityManager } from 'typeorm';
import type { SummaryRow } from '../approvals';
import { caseNumber, payOutKind } from '../claims';
import { bearCost, type CostToBear, freeMoney, requireBearable } from '../damages';
import { CATEGORY_NAMES } from '../budget';
import { LitigationCase } from '../cases';
import { requireNamedDocuments } from '../documents';
import { DomainError, type Language } from '../errors';
import { Organization } from '../organizations';
import { fenOf } from './plan-schemas';
import { paperRows } from './present-plan';
import { crossCaseContent, type CrossCaseContent } from './surplus-schemas';

const costOf = (content: CrossCaseContent): CostToBear => ({
  caseId: content.case,
  otherCaseId: content.otherCase,
  organizationId: content.organization,
  category: content.category,
  amount: fenOf(content.amount),
  document: {
    ...{ id: content.document.id, court: content.court, number: content.number },
    ...{ day: content.day, amount: fenOf(content.allowed) },
  },
});

async function organizationOf(
  tx: EntityManager,
  { organization: id }: CrossCaseContent,
): Promise<Organization> {
  const found = await tx.findOneBy(Organization, { id });
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { organization: id });
  return found;
}

async function rows(
  tx: EntityManager,
  content: CrossCaseContent,
  language: Language,
): Promise<readonly SummaryRow[]> {
  return [
    { field: 'otherCase', value: await caseNumber(tx, content.otherCase) },
    { field: 'category', value: CATEGORY_NAMES[content.category][language] },
    { field: 'courtName', value: content.court },
    { field: 'courtNumber', value: content.number },
    { field: 'documentDay', value: content.day },
    { field: 'documentAmount', value: content.allowed },
    ...(await paperRows(tx, [content.document])),
  ];
}

/**
 * Necessary costs of a losing plaintiff of another case are paid from the damage money of a case, by a court's document
 * (法释〔2015〕1号 art 24(2)): the one way in which money of a case serves another. Whose it is says the court, no tier.
 */
export const crossCaseCost = payOutKind<CrossCaseContent>({
  kind: 'cross_case_cost',
  title: '另案败诉原告必要费用',
  schema: crossCaseContent,
  code: 'INSUFFICIENT_FUNDS',
  fromElsewhere: true,
  available: freeMoney,
  async require({ tx, maker, book }, content) {
    const of = await tx.findOneBy(LitigationCase, { id: content.case });
    if (of !== null) await requireBearable(tx, of, costOf(content));
    await requireNamedDocuments(tx, maker, [content.document], { bookId: book?.id ?? 0 });
  },
  rows,
  async outside(tx, content) {
    const { name, uscc } = await organizationOf(tx, content);
    const owns = ({ creditCode }: { readonly creditCode: string | null }) => creditCode === uscc;
    const to = { id: null, name, holderKind: 'organization', owns } as const;
    return { kind: 'cross_case_cost', to, named: content.payee };
  },
  pay: (work, content, request) => bearCost(work, costOf(content), request),
});
