import {
  type ApprovedRequest,
  approvalKind,
  type Setting,
  type SummaryRow,
  workInBook,
} from '../approvals';
import { recordAct } from '../audit';
import { businessDate, type WorkCalendar } from '../calendar';
import { recordStay } from '../cases';
import { DomainError } from '../errors';
import { today } from '../platform/database/today';
import type { Work } from '../platform/work';
import { readCalendar } from '../working-days';
import { carryOutJudgment } from './carry-out-judgment';
import { enforcementDeferral } from './deferral-kind';
import { movedDay } from './judgment-of-content';
import { ConditionDefault, InKindAcceptance, InKindOrder } from './judgment-papers.entity';
import {
  acceptanceContent,
  type AcceptanceContent,
  defaultContent,
  type DefaultContent,
  judgmentContent,
  type JudgmentContent,
  stayContent,
  type StayContent,
} from './judgment-schemas';
import { caseIn, requireJudgment, requirePapers } from './judgment-setting';
import { NO, YES } from './judgment-words';
import { Judgment, JudgmentItem } from './judgment.entity';
import { caseNumberOf, paperRows, presentJudgment } from './present-judgment';
import { recordDefault } from './record-judgment';

const DECIDED_BY = ['approver'] as const;
const MAKERS = ['finance_officer'] as const;
const subjectOf = (caseId: string): string => `litigation_case/${caseId}`;

/** @throws DomainError CASE_STEP_IN_FUTURE */
async function requirePast({ tx }: Pick<Setting, 'tx'>, day: string): Promise<void> {
  const latest = await today(tx);
  if (day > latest) throw new DomainError('CASE_STEP_IN_FUTURE', 'refused', { today: latest });
}

/** A judgment takes effect in the books (判决入账), once somebody else has compared it with the paper. */
export const judgmentRecord = approvalKind<JudgmentContent>({
  kind: 'judgment',
  makers: MAKERS,
  steps: DECIDED_BY,
  inBook: true,
  schema: judgmentContent,

  async describe(setting, content) {
    const litigationCase = await caseIn(setting, content.case);
    await requireJudgment(setting.tx, litigationCase, content);
    await requirePapers(setting, content.documents);
    return {
      title: `判决入账：${litigationCase.number} ${content.ref}`,
      subject: subjectOf(litigationCase.id),
    };
  },

  present: presentJudgment,

  async execute(approval, content, request) {
    await carryOutJudgment(workInBook(approval, request), content, request);
  },
});

/** @throws DomainError NOT_FOUND, NOT_CONDITIONAL */
async function conditionalItem(setting: Setting, id: string) {
  const item = await setting.tx.findOneBy(JudgmentItem, { id });
  if (item === null) throw new DomainError('NOT_FOUND', 'not_found', { item: id });
  const litigationCase = await caseIn(setting, item.caseId);
  if (!item.conditional || item.defaulted || item.reversed) {
    throw new DomainError('NOT_CONDITIONAL', 'refused', { item: item.ref });
  }
  return { item, litigationCase };
}

const movedRow = (day: string, calendar: WorkCalendar): SummaryRow[] => {
  const value = movedDay(day, calendar);
  return value === day ? [] : [{ field: 'movedTo', value }];
};

/** The condition of an item was not kept (附条件判项条件成就): it is a debt from then on. */
export const conditionDefault = approvalKind<DefaultContent>({
  kind: 'condition_default',
  makers: MAKERS,
  steps: DECIDED_BY,
  inBook: true,
  schema: defaultContent,

  async describe(setting, content) {
    const { item, litigationCase } = await conditionalItem(setting, content.item);
    await requirePast(setting, movedDay(content.dueOn, await readCalendar(setting.tx)));
    await requirePapers(setting, [content.document]);
    return {
      title: `条件成就：${litigationCase.number} ${item.ref}`,
      subject: subjectOf(litigationCase.id),
    };
  },

  async present({ item: id, dueOn, reason, document }, _language, tx) {
    const item = await tx.findOneBy(JudgmentItem, { id });
    return [
      { field: 'caseNumber', value: await caseNumberOf(tx, item?.caseId ?? '') },
      { field: 'judgmentItem', value: item?.ref ?? id },
      { field: 'dueOn', value: dueOn },
      ...movedRow(dueOn, await readCalendar(tx)),
      { field: 'reason', value: reason },
      ...(await paperRows(tx, [document])),
    ];
  },

  async execute(approval, content, request) {
    const work = workInBook(approval, request);
    const { item: itemId, document, reason } = content;
    const dueOn = movedDay(content.dueOn, await readCalendar(work.tx));
    const { requestId } = await recordDefault(work, { itemId, dueOn });
    await work.tx.insert(ConditionDefault, {
      itemId,
      dueOn,
      documentId: document.id,
      approvalRequestId: request.id,
      postingRequestId: requestId,
    });
    await recordAct(work, 'judgment.default', { item: itemId, dueOn, reason });
  },
});

/** Days on which no doubled interest runs, because enforcement was stayed (暂缓、中止执行). */
export const interestStay = approvalKind<StayContent>({
  kind: 'interest_stay',
  makers: MAKERS,
  steps: DECIDED_BY,
  inBook: true,
  schema: stayContent,

  async describe(setting, { case: caseId, document }) {
    const { id, number } = await caseIn(setting, caseId);
    await requirePapers(setting, [document]);
    return { title: `迟延利息停计期间：${number}`, subject: subjectOf(id) };
  },

  present: async ({ case: id, from, to, requestedByDebtor, reason, document }, language, tx) => [
    { field: 'caseNumber', value: await caseNumberOf(tx, id) },
    { field: 'stayFrom', value: from },
    { field: 'stayTo', value: to },
    { field: 'requestedByDebtor', value: (requestedByDebtor ? YES : NO)[language] },
    { field: 'reason', value: reason },
    ...(await paperRows(tx, [document])),
  ],

  async execute(approval, content, request) {
    const work = workInBook(approval, request);
    const { case: caseId, requestedByDebtor } = content;
    const [from, to] = [businessDate(content.from), businessDate(content.to)];
    await recordStay(work, { caseId, from, to, requestedByDebtor, approvalRequestId: request.id });
    await recordAct(work, 'judgment.stay', { case: caseId, from, to, requestedByDebtor });
  },
});

/** @throws DomainError NOT_FOUND, IN_KIND_ACCEPTED */
async function openOrder(tx: Work['tx'], id: string) {
  const order = await tx.findOneBy(InKindOrder, { id });
  const judgment = order && (await tx.findOneBy(Judgment, { id: order.judgmentId }));
  if (order === null || judgment === null) {
    throw new DomainError('NOT_FOUND', 'not_found', { order: id });
  }
  if (await tx.existsBy(InKindAcceptance, { orderId: id })) {
    throw new DomainError('IN_KIND_ACCEPTED', 'conflict');
  }
  return { order, judgment };
}

async function acceptInKind(
  work: Work,
  { order: orderId, opinion, document, ...said }: AcceptanceContent,
  { id: approvalRequestId }: ApprovedRequest,
): Promise<void> {
  // Two decisions on one order follow each other, so that the second meets what the first has kept.
  await work.tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`in kind ${orderId}`]);
  await openOrder(work.tx, orderId);
  const acceptedOn = businessDate(said.acceptedOn);
  const documentId = document.id;
  const kept = { orderId, acceptedOn, opinion, documentId, approvalRequestId };
  await work.tx.insert(InKindAcceptance, kept);
  await recordAct(work, 'judgment.accept_in_kind', { order: orderId, acceptedOn });
}

/** Restoration that the defendants did themselves was accepted (修复验收). */
export const inKindAcceptance = approvalKind<AcceptanceContent>({
  kind: 'in_kind_acceptance',
  makers: MAKERS,
  steps: DECIDED_BY,
  inBook: true,
  schema: acceptanceContent,

  async describe(setting, { order: id, acceptedOn, document }) {
    const { judgment } = await openOrder(setting.tx, id);
    const { id: caseId, number } = await caseIn(setting, judgment.caseId);
    await requirePast(setting, acceptedOn);
    await requirePapers(setting, [document]);
    return { title: `修复义务验收：${number} ${judgment.ref}`, subject: subjectOf(caseId) };
  },

  async present({ order: id, acceptedOn, opinion, document }, _language, tx) {
    const order = await tx.findOneBy(InKindOrder, { id });
    return [
      { field: 'inKindWork', value: order?.work ?? id },
      { field: 'acceptedOn', value: acceptedOn },
      { field: 'opinion', value: opinion },
      ...(await paperRows(tx, [document])),
    ];
  },

  async execute(approval, content, request) {
    await acceptInKind(workInBook(approval, request), content, request);
  },
});

/** What of judgments needs approval. */
export const JUDGMENT_APPROVALS = [
  judgmentRecord,
  conditionDefault,
  interestStay,
  enforcementDeferral,
  inKindAcceptance,
] as const;
