import { type EntityManager, In } from 'typeorm';
import { approvalKind, type Setting, type SummaryRow, workInBook } from '../approvals';
import { LitigationCase } from '../cases';
import { Document, requireNamedDocuments } from '../documents';
import { Organization } from '../organizations';
import {
  honourContent,
  type HonourContent,
  honourNumber,
  honourRevocationContent,
  type HonourRevocationContent,
} from './honour-schemas';
import { HONOUR_NAMES } from './honour-words';
import { Honour } from './honour.entity';
import { grantHonour, requireHonourable, requireStanding, revokeHonour } from './keep-honours';

function placeOf({ tx, book }: Setting) {
  if (book === null) throw new Error('an honour is of a book');
  return { tx, bookId: book.id };
}

async function namesOf(tx: EntityManager, { cases, documents }: HonourContent) {
  const found = await tx.findBy(LitigationCase, { id: In([...cases]) });
  const papers = await tx.findBy(Document, { id: In(documents.map(({ id }) => id)) });
  return {
    cases: cases.map((id) => found.find((each) => each.id === id)?.number ?? id),
    papers: documents.map(
      ({ id, sha256 }) =>
        `${papers.find((each) => each.id === id)?.name ?? id} (${sha256.slice(0, 16)})`,
    ),
  };
}

/** An organization is honoured: 通报表扬, 荣誉证书 or 先进单位. */
export const honour = approvalKind<HonourContent>({
  kind: 'honour',
  makers: ['finance_officer'],
  steps: ['reviewer', 'approver'],
  inBook: true,
  schema: honourContent,

  async describe(setting, content) {
    const place = placeOf(setting);
    const { id, name } = await requireHonourable(place, content);
    await requireNamedDocuments(setting.tx, setting.maker, content.documents, {
      bookId: place.bookId,
    });
    return {
      title: `${HONOUR_NAMES[content.kind].zh}：${name}`,
      subject: `organization/${id}`,
    };
  },

  async present(content, language, tx): Promise<SummaryRow[]> {
    const organization = await tx.findOneBy(Organization, { id: content.organization });
    const { cases, papers } = await namesOf(tx, content);
    return [
      { field: 'organization', value: organization?.name ?? content.organization },
      { field: 'honourKind', value: HONOUR_NAMES[content.kind][language] },
      { field: 'ground', value: content.ground },
      ...cases.map((value) => ({ field: 'caseNumber', value })),
      ...papers.map((value) => ({ field: 'attachment', value })),
    ];
  },

  async execute(approval, content, request) {
    await grantHonour(workInBook(approval, request), content, request);
  },
});

/** An honour is taken back. */
export const honourRevocation = approvalKind<HonourRevocationContent>({
  kind: 'honour_revocation',
  makers: ['finance_officer'],
  steps: ['approver'],
  inBook: true,
  schema: honourRevocationContent,

  async describe(setting, content) {
    const found = await requireStanding(placeOf(setting), content.honour);
    return {
      title: `撤销荣誉 ${honourNumber(found)}：${found.organizationName}`,
      subject: `honour/${found.id}`,
    };
  },

  async present({ honour: id, reason }, language, tx): Promise<SummaryRow[]> {
    const found = await tx.findOneBy(Honour, { id });
    return [
      { field: 'honour', value: found === null ? id : honourNumber(found) },
      ...(found === null
        ? []
        : [
            { field: 'organization', value: found.organizationName },
            { field: 'honourKind', value: HONOUR_NAMES[found.kind][language] },
          ]),
      { field: 'reason', value: reason },
    ];
  },

  async execute(approval, content, request) {
    await revokeHonour(workInBook(approval, request), content, request);
  },
});

/** What of honours needs approval. */
export const HONOUR_APPROVALS = [honour, honourRevocation] as const;
