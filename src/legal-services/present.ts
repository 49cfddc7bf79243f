import { In, type EntityManager } from 'typeorm';
import type { SummaryRow } from '../approvals';
import { LitigationCase } from '../cases';
import { Document } from '../documents';
import type { Language } from '../errors';
import { Organization } from '../organizations';
import { ServiceAgreement } from './agreement.entity';
import type { AgreementContent, EngagementContent, LawFirmFacts } from './content-schemas';
import { LawFirm, Lawyer } from './law-firm.entity';
import { DUE_NAMES, INSTANCE_NAMES, METHOD_NAMES, SOURCE_NAMES } from './words';

const said = (field: string, value: string | number | undefined): SummaryRow[] =>
  value === undefined ? [] : [{ field, value: String(value) }];

async function documentRows(
  tx: EntityManager,
  documents: readonly { readonly id: string; readonly sha256: string }[],
): Promise<SummaryRow[]> {
  const names = new Map(
    (await tx.findBy(Document, { id: In(documents.map(({ id }) => id)) })).map(
      ({ id, name }) => [id, name] as const,
    ),
  );
  return documents.map(({ id, sha256 }) => ({
    field: 'attachment',
    value: `${names.get(id) ?? id} (${sha256.slice(0, 16)})`,
  }));
}

/** What a request says of a law firm. */
export async function firmRows(
  tx: EntityManager,
  facts: LawFirmFacts,
  language: Language,
): Promise<SummaryRow[]> {
  const { source } = facts;
  return [
    ...said('name', facts.name),
    ...said('licenceNumber', facts.licenceNumber),
    ...said('region', facts.region),
    ...said('source', SOURCE_NAMES[source.kind][language]),
    ...said('sourceNumber', source.number),
    ...said('sourceOn', source.on),
    ...said('authority', source.authority),
    ...said('tenderMethod', source.method && METHOD_NAMES[source.method][language]),
    ...said('bidders', source.bidders),
    ...said('winningPrice', source.winningPrice),
    ...facts.lawyers.map(({ name, licenceNumber, field }) => ({
      field: 'lawyers',
      value: `${name} ${licenceNumber} ${field}`,
      cells: { lawyer: name, licenceNumber, practiceField: field },
    })),
    ...(await documentRows(tx, facts.documents)),
  ];
}

/** What a request says of an agreement. */
export async function agreementRows(
  tx: EntityManager,
  content: AgreementContent,
  language: Language,
): Promise<SummaryRow[]> {
  const firm = await tx.findOneBy(LawFirm, { id: content.lawFirm });
  return [
    ...said('lawFirm', firm?.name ?? content.lawFirm),
    ...said('agreement', content.number),
    ...said('termFrom', content.from),
    ...said('termUntil', content.until),
    ...said('scope', content.scope),
    ...said('perInstance', content.perInstance),
    ...said('perCase', content.perCase),
    ...said('inAll', content.inAll),
    ...content.instalments.map(({ due, percent, amount }) => {
      const cells = {
        due: DUE_NAMES[due][language],
        percent: percent === undefined ? '' : `${percent}%`,
        instalmentAmount: amount ?? '',
      };
      return { field: 'instalments', value: Object.values(cells).filter(Boolean).join(' '), cells };
    }),
    ...(await documentRows(tx, content.documents)),
  ];
}

/** What a request says of an engagement. */
export async function engagementRows(
  tx: EntityManager,
  content: EngagementContent,
  language: Language,
): Promise<SummaryRow[]> {
  const { lawFirm, agreement, case: caseId, organization, lawyers, instance } = content;
  const firm = await tx.findOneBy(LawFirm, { id: lawFirm });
  const under = await tx.findOneBy(ServiceAgreement, { id: agreement });
  const litigation = await tx.findOneBy(LitigationCase, { id: caseId });
  const represented = await tx.findOneBy(Organization, { id: organization });
  const names = await tx.findBy(Lawyer, { id: In([...lawyers]) });
  return [
    ...said('lawFirm', firm?.name ?? lawFirm),
    ...said('agreement', under?.number ?? agreement),
    ...said('case', litigation === null ? caseId : `${litigation.number} ${litigation.court}`),
    ...said('represented', represented?.name ?? organization),
    ...said('engagedLawyers', names.map(({ name }) => name).join('、')),
    ...said('instance', INSTANCE_NAMES[instance]?.[language]),
    ...said('fee', content.fee),
    ...said('engagedOn', content.engagedOn),
  ];
}
