import { approvalKind, type Setting, type SummaryRow, workInBook } from '../approvals';
import { requireNamedDocuments } from '../documents';
import { DomainError, type Language } from '../errors';
import { ServiceAgreement } from './agreement.entity';
import {
  agreementContent,
  type AgreementContent,
  agreementEndContent,
  type AgreementEnd,
  engagementContent,
  type EngagementContent,
  firmChangeContent,
  type FirmChange,
  firmRegistrationContent,
  type FirmRegistration,
} from './content-schemas';
import { engage, feeOf, rehearseEngagement } from './engage';
import {
  amountOfAgreement,
  endAgreement,
  makeAgreement,
  requireAgreementPossible,
  requireEndPossible,
  requireFittingTerms,
  subjectOfAgreement,
} from './keep-agreement';
import {
  changeFirm,
  registerFirm,
  requireFirmVersion,
  requireNoFirm,
  requireNotRemoved,
  subjectOfFirm,
} from './keep-law-firm';
import { LawFirm } from './law-firm.entity';
import { agreementRows, engagementRows, firmRows } from './present';
import { INSTANCE_NAMES, STATE_NAMES } from './words';

/** Where it happens: legal services are of a book. */
function placeOf({ tx, book }: Setting) {
  if (book === null) throw new Error('legal services are of a book');
  return { tx, bookId: book.id };
}

const requireDocumentsOf = (
  setting: Setting,
  documents: readonly { readonly id: string; readonly sha256: string }[],
): Promise<unknown> =>
  requireNamedDocuments(setting.tx, setting.maker, documents, {
    bookId: placeOf(setting).bookId,
  });

async function firmIn(setting: Setting, id: string): Promise<LawFirm> {
  const { tx, bookId } = placeOf(setting);
  const firm = await tx.findOneBy(LawFirm, { id, bookId });
  if (firm === null) throw new DomainError('NOT_FOUND', 'not_found', { lawFirm: id });
  return firm;
}

/** A law firm is entered in the register, from a recommended list or a tender. */
export const lawFirmRegistration = approvalKind<FirmRegistration>({
  kind: 'law_firm_registration',
  makers: ['finance_officer'],
  steps: ['reviewer'],
  inBook: true,
  schema: firmRegistrationContent,

  async describe(setting, { uscc, facts }) {
    const { tx, bookId } = placeOf(setting);
    await requireNoFirm(tx, bookId, uscc);
    await requireDocumentsOf(setting, facts.documents);
    return { title: `律师事务所登记：${facts.name}`, subject: subjectOfFirm(uscc) };
  },

  present: async ({ uscc, facts }, language, tx) => [
    { field: 'uscc', value: uscc },
    ...(await firmRows(tx, facts, language)),
  ],

  async execute(approval, content, request) {
    await registerFirm(workInBook(approval, request), content, request);
  },
});

/** What the register says of a law firm changes: its lawyers, its source, whether it may be engaged. */
export const lawFirmChange = approvalKind<FirmChange>({
  kind: 'law_firm_change',
  makers: ['finance_officer'],
  steps: ['reviewer'],
  inBook: true,
  schema: firmChangeContent,

  async describe(setting, { lawFirm, version, facts }) {
    const firm = await firmIn(setting, lawFirm);
    requireNotRemoved(firm);
    requireFirmVersion(firm, version);
    await requireDocumentsOf(setting, facts.documents);
    return { title: `律师事务所信息变更：${firm.name}`, subject: subjectOfFirm(lawFirm) };
  },

  present: async ({ facts, state, reason }, language, tx) => [
    { field: 'reason', value: reason },
    { field: 'firmState', value: STATE_NAMES[state][language] },
    ...(await firmRows(tx, facts, language)),
  ],

  async execute(approval, content, request) {
    await changeFirm(workInBook(approval, request), content, request);
  },
});

/** An agreement with a law firm; who decides follows from its limit in all. */
export const serviceAgreement = approvalKind<AgreementContent>({
  kind: 'service_agreement',
  makers: ['finance_officer'],
  inBook: true,
  schema: agreementContent,

  async describe(setting, content) {
    requireFittingTerms(content);
    const firm = await requireAgreementPossible(placeOf(setting), content);
    await requireDocumentsOf(setting, content.documents);
    return {
      title: `法律服务协议 ${content.number}：${firm.name}`,
      subject: subjectOfFirm(firm.id),
      amountFen: amountOfAgreement(content),
    };
  },

  present: (content, language, tx) => agreementRows(tx, content, language),

  async execute(approval, content, request) {
    await makeAgreement(workInBook(approval, request), content, request);
  },
});

/** An agreement ends before its term is over. */
export const serviceAgreementEnd = approvalKind<AgreementEnd>({
  kind: 'service_agreement_end',
  makers: ['finance_officer'],
  steps: ['approver'],
  inBook: true,
  schema: agreementEndContent,

  async describe(setting, { agreement: id, endedOn }) {
    const agreement = await setting.tx.findOneBy(ServiceAgreement, {
      id,
      bookId: placeOf(setting).bookId,
    });
    if (agreement === null) throw new DomainError('NOT_FOUND', 'not_found', { agreement: id });
    requireEndPossible(agreement, endedOn);
    return {
      title: `提前终止法律服务协议 ${agreement.number}`,
      subject: subjectOfAgreement(id),
    };
  },

  async present({ agreement, endedOn, reason }, _: Language, tx): Promise<SummaryRow[]> {
    const found = await tx.findOneBy(ServiceAgreement, { id: agreement });
    return [
      { field: 'agreement', value: found?.number ?? agreement },
      { field: 'endedOn', value: endedOn },
      { field: 'reason', value: reason },
    ];
  },

  async execute(approval, content, request) {
    await endAgreement(workInBook(approval, request), content, request);
  },
});

/** A law firm takes on an instance of a case; who decides follows from the fee. */
export const legalEngagement = approvalKind<EngagementContent>({
  kind: 'legal_engagement',
  makers: ['finance_officer'],
  inBook: true,
  schema: engagementContent,

  async describe(setting, content) {
    const { firm, litigation } = await rehearseEngagement(placeOf(setting), content);
    const instance = INSTANCE_NAMES[content.instance]?.zh ?? '';
    return {
      title: `委托代理：${firm.name}，${litigation.number}${instance}`,
      subject: `litigation_case/${litigation.id}`,
      amountFen: feeOf(content),
    };
  },

  present: (content, language, tx) => engagementRows(tx, content, language),

  async execute(approval, content, request) {
    await engage(workInBook(approval, request), content, request);
  },
});

/** What of legal services needs approval. */
export const LEGAL_SERVICE_KINDS = [
  lawFirmRegistration,
  lawFirmChange,
  serviceAgreement,
  serviceAgreementEnd,
  legalEngagement,
] as const;
