import { type EntityManager, In } from 'typeorm';
import type { z } from 'zod';
import { approvalKind, type Setting, type SummaryRow, workInBook } from '../approvals';
import { Document, requireNamedDocuments } from '../documents';
import { DomainError, type Language } from '../errors';
import type { Caller } from '../identity';
import {
  changeFile,
  changeStanding,
  openFile,
  recordOpinion,
  requireNoFile,
  requireStandingFor,
  requireVersion,
  subjectOf,
} from './keep-file';
import {
  changeContent,
  opinionContent,
  type OrganizationFactsGiven,
  registrationContent,
  standingContent,
} from './organization-schemas';
import { EVIDENCE_NAMES, KIND_NAMES, STANDING_NAMES } from './organization-words';
import { Organization } from './organization.entity';

const YES = { zh: '是', en: 'Yes' } as const;
const NO = { zh: '否', en: 'No' } as const;

const bookIn = ({ book }: Setting): { readonly id: number } => {
  if (book === null) throw new Error('an organization has its file in a book');
  return book;
};

/** @throws DomainError NOT_FOUND it is not in the book, or not the member's own */
async function organizationIn(setting: Setting, id: string): Promise<Organization> {
  const found = await setting.tx.findOneBy(Organization, { id, bookId: bookIn(setting).id });
  if (found === null || !isOwn(setting.maker, found.uscc)) {
    throw new DomainError('NOT_FOUND', 'not_found', { organization: id });
  }
  return found;
}

/** Staff look after every file; members after their own organization's. */
const isOwn = ({ creditCode }: Caller, uscc: string): boolean =>
  creditCode === null || creditCode === uscc;

const requireEvidence = (
  setting: Setting,
  { evidence }: OrganizationFactsGiven,
): Promise<unknown> =>
  requireNamedDocuments(
    setting.tx,
    setting.maker,
    evidence.map(({ document }) => document),
    { bookId: bookIn(setting).id },
  );

async function nameOf(tx: EntityManager, id: string): Promise<string> {
  return (await tx.findOneBy(Organization, { id }))?.name ?? id;
}

/** What the documents are called, by their ids. */
async function namesOf(
  tx: EntityManager,
  { evidence }: OrganizationFactsGiven,
): Promise<ReadonlyMap<string, string>> {
  const ids = evidence.map(({ document }) => document.id);
  const found = ids.length === 0 ? [] : await tx.findBy(Document, { id: In(ids) });
  return new Map(found.map(({ id, name }) => [id, name]));
}

async function rowsOf(
  facts: OrganizationFactsGiven,
  language: Language,
  tx: EntityManager,
): Promise<SummaryRow[]> {
  const names = await namesOf(tx, facts);
  const said = (field: string, value: string | undefined): SummaryRow[] =>
    value === undefined ? [] : [{ field, value }];
  return [
    ...said('name', facts.name),
    ...said('organizationKind', KIND_NAMES[facts.kind][language]),
    ...said('registrarRegion', facts.registrarRegion),
    ...said('registeredOn', facts.registeredOn),
    ...said('activeSince', facts.activeSince),
    ...said('annualReports', facts.annualReports.join(', ')),
    ...said('cleanRecordStatementOn', facts.cleanRecordStatementOn),
    ...said('charterRelated', (facts.charterRelated ? YES : NO)[language]),
    ...said('validUntil', facts.validUntil),
    ...said('email', facts.email),
    ...facts.evidence.map(({ kind, year, document, validUntil = '' }) => {
      const cells = {
        evidenceKind: EVIDENCE_NAMES[kind][language],
        reportYear: year === undefined ? '' : String(year),
        validUntil,
        attachment: names.get(document.id) ?? document.id,
        sha256: document.sha256.slice(0, 16),
      };
      return { field: 'evidence', value: Object.values(cells).filter(Boolean).join(' '), cells };
    }),
  ];
}

/** An organization is entered in the register (统一建立档案), by itself or by staff. */
export const organizationRegistration = approvalKind<z.infer<typeof registrationContent>>({
  kind: 'organization_registration',
  makers: ['organization_member', 'finance_officer'],
  steps: ['reviewer'],
  inBook: true,
  schema: registrationContent,

  async describe(setting, { uscc, facts }) {
    if (!isOwn(setting.maker, uscc)) {
      throw new DomainError('NOT_OWN_ORGANIZATION', 'forbidden', { uscc });
    }
    await requireNoFile(setting.tx, bookIn(setting).id, uscc);
    await requireEvidence(setting, facts);
    return { title: `社会组织登记：${facts.name}`, subject: subjectOf(uscc) };
  },

  present: async ({ uscc, facts }, language, tx) => [
    { field: 'uscc', value: uscc },
    ...(await rowsOf(facts, language, tx)),
  ],

  async execute(approval, content, request) {
    await openFile(workInBook(approval, request), content, request);
  },
});

/** What the register says of an organization is changed, by itself or by staff. */
export const organizationChange = approvalKind<z.infer<typeof changeContent>>({
  kind: 'organization_change',
  makers: ['organization_member', 'finance_officer'],
  steps: ['reviewer'],
  inBook: true,
  schema: changeContent,

  async describe(setting, { organization: id, version, facts }) {
    const organization = await organizationIn(setting, id);
    requireVersion(organization, version);
    await requireEvidence(setting, facts);
    return { title: `社会组织档案变更：${organization.name}`, subject: subjectOf(id) };
  },

  present: async ({ facts, reason }, language, tx) => [
    { field: 'reason', value: reason },
    ...(await rowsOf(facts, language, tx)),
  ],

  async execute(approval, content, request) {
    await changeFile(workInBook(approval, request), content, request);
  },
});

/** A penalty against an organization is put on record, or it may ask for money no more, or again. */
export const organizationStanding = approvalKind<z.infer<typeof standingContent>>({
  kind: 'organization_standing',
  makers: ['finance_officer'],
  steps: ['approver'],
  inBook: true,
  schema: standingContent,

  async describe(setting, { organization: id, action }) {
    const organization = await organizationIn(setting, id);
    requireStandingFor(organization, action);
    return {
      title: `${STANDING_NAMES[action].zh}：${organization.name}`,
      subject: subjectOf(id),
    };
  },

  present: async ({ organization, action, effectiveOn, cause, reason }, language, tx) => [
    { field: 'organization', value: await nameOf(tx, organization) },
    { field: 'standingAction', value: STANDING_NAMES[action][language] },
    { field: 'effectiveOn', value: effectiveOn },
    ...(cause === undefined ? [] : [{ field: 'cause', value: CAUSE_NAMES[cause][language] }]),
    { field: 'reason', value: reason },
  ],

  async execute(approval, content, request) {
    await changeStanding(workInBook(approval, request), content, request);
  },
});

const CAUSE_NAMES = {
  business: { zh: '因业务活动违法', en: 'for its business activity' },
  other: { zh: '其他', en: 'for something else' },
} as const;

/** A reviewer's opinion on what only a person can judge of an organization. */
export const organizationReview = approvalKind<z.infer<typeof opinionContent>>({
  kind: 'organization_review',
  makers: ['reviewer'],
  steps: ['approver'],
  inBook: true,
  schema: opinionContent,

  async describe(setting, { organization: id }) {
    const organization = await organizationIn(setting, id);
    return { title: `资格人工复核意见：${organization.name}`, subject: subjectOf(id) };
  },

  present: async ({ organization, asOf, favourable, opinion }, language, tx) => [
    { field: 'organization', value: await nameOf(tx, organization) },
    { field: 'asOf', value: asOf },
    { field: 'favourable', value: (favourable ? YES : NO)[language] },
    { field: 'opinion', value: opinion },
  ],

  async execute(approval, content, request) {
    await recordOpinion(workInBook(approval, request), content, request);
  },
});

/** What of organizations needs approval. */
export const ORGANIZATION_APPROVALS = [
  organizationRegistration,
  organizationChange,
  organizationStanding,
  organizationReview,
] as const;
