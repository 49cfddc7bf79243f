import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { hashesAround, hashOfContent, recordAct, type RecordedContent } from '../audit';
import type { ApprovedRequest } from '../approvals';
import { businessDate, type BusinessDate } from '../calendar';
import { DomainError } from '../errors';
import type { Work } from '../platform/work';
import {
  OrganizationEvidence,
  OrganizationOpinion,
  OrganizationStanding,
  OrganizationVersion,
  type StandingAction,
} from './organization-file.entity';
import type { OrganizationFactsGiven } from './organization-schemas';
import { Organization, OrganizationPenalty, type OrganizationState } from './organization.entity';
import { registerOrganization } from './register-organization';

/** What the trail says an organization is. */
export const subjectOf = (id: string): string => `organization/${id}`;

/** The file of an organization, as the trail hashes it. */
export const organizationContent = (id: string): RecordedContent => ({
  id,
  sql: `SELECT to_jsonb(o) || jsonb_build_object('penalties', (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.id)
                 FROM fund.organization_penalty p WHERE p.organization_id = o.id)) AS content
          FROM fund.organization o WHERE o.id = $1`,
});

const dayOf = (given: string | undefined): BusinessDate | null =>
  given === undefined ? null : businessDate(given);

/** The columns that a version of the file sets. */
const columnsOf = (facts: OrganizationFactsGiven) => ({
  name: facts.name,
  kind: facts.kind,
  registrarRegion: facts.registrarRegion ?? null,
  registeredOn: businessDate(facts.registeredOn),
  activeSince: dayOf(facts.activeSince),
  annualReportYears: facts.annualReports.toSorted((one, other) => one - other),
  cleanRecordStatementOn: dayOf(facts.cleanRecordStatementOn),
  charterRelated: facts.charterRelated,
  validUntil: dayOf(facts.validUntil),
  email: facts.email ?? null,
});

async function keepVersion(
  tx: EntityManager,
  version: Pick<OrganizationVersion, 'organizationId' | 'version' | 'reason' | 'enteredBy'>,
  facts: OrganizationFactsGiven,
  approvalRequestId: string,
): Promise<void> {
  await tx.insert(OrganizationVersion, { ...version, facts: facts as object, approvalRequestId });
  await tx.insert(
    OrganizationEvidence,
    facts.evidence.map(({ kind, year = null, document, validUntil }, index) => ({
      organizationId: version.organizationId,
      version: version.version,
      ordinal: index + 1,
      kind,
      year,
      documentId: document.id,
      validUntil: dayOf(validUntil),
    })),
  );
}

/**
 * Locks an organization of the book.
 *
 * @throws DomainError NOT_FOUND
 */
export async function lockOrganization(work: Work, id: string): Promise<Organization> {
  const found = await work.tx.findOne(Organization, {
    where: { id, bookId: work.bookId },
    lock: { mode: 'pessimistic_write' },
  });
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { organization: id });
  return found;
}

/** @throws DomainError ORGANIZATION_REGISTERED the book has a file on it */
export async function requireNoFile(
  tx: EntityManager,
  bookId: number,
  uscc: string,
): Promise<void> {
  const known = await tx.findOneBy(Organization, { bookId, ref: uscc });
  if (known !== null) {
    throw new DomainError('ORGANIZATION_REGISTERED', 'conflict', { uscc, organization: known.id });
  }
}

/** Opens the file of an organization that was approved; returns its id. */
export async function openFile(
  work: Work,
  { uscc, facts }: { readonly uscc: string; readonly facts: OrganizationFactsGiven },
  request: ApprovedRequest,
): Promise<string> {
  await requireNoFile(work.tx, work.bookId, uscc);
  const { registrarRegion, activeSince, validUntil, email, ...columns } = columnsOf(facts);
  const organizationId = await registerOrganization(work, {
    ...columns,
    ref: uscc,
    uscc,
    annualReports: columns.annualReportYears,
    penalties: [],
    ...(registrarRegion !== null && { registrarRegion }),
    ...(activeSince !== null && { activeSince }),
    ...(validUntil !== null && { validUntil }),
    ...(email !== null && { email }),
  });
  const version = { organizationId, version: 1, reason: '登记', enteredBy: request.maker.name };
  await keepVersion(work.tx, version, facts, request.id);
  const afterHash = await hashOfContent(work.tx, organizationContent(organizationId));
  const content = { organization: organizationId, approval: request.id };
  await recordAct(work, 'organization.register', content, null, {
    ...(afterHash && { afterHash }),
  });
  return organizationId;
}

/**
 * Replaces what the file says by what was approved.
 *
 * @throws DomainError NOT_FOUND, ORGANIZATION_CHANGED it has another version by now
 */
export async function changeFile(
  work: Work,
  change: {
    readonly organization: string;
    readonly version: number;
    readonly facts: OrganizationFactsGiven;
    readonly reason: string;
  },
  request: ApprovedRequest,
): Promise<void> {
  const organization = await lockOrganization(work, change.organization);
  requireVersion(organization, change.version);
  const version = organization.version + 1;
  await recordFileAct(work, 'organization.change', organization.id, request, async () => {
    await work.tx.update(Organization, organization.id, { ...columnsOf(change.facts), version });
    const { reason } = change;
    await keepVersion(
      work.tx,
      { organizationId: organization.id, version, reason, enteredBy: request.maker.name },
      change.facts,
      request.id,
    );
  });
}

/** @throws DomainError ORGANIZATION_CHANGED */
export function requireVersion(organization: Organization, version: number): void {
  if (organization.version !== version) {
    throw new DomainError('ORGANIZATION_CHANGED', 'conflict', {
      version: organization.version,
      given: version,
    });
  }
}

const BECOMES: Readonly<Partial<Record<StandingAction, OrganizationState>>> = {
  suspend: 'suspended',
  resume: 'registered',
  deregister: 'deregistered',
};
const FROM: Readonly<Record<StandingAction, readonly OrganizationState[]>> = {
  penalty: ['registered', 'suspended', 'deregistered'],
  suspend: ['registered'],
  resume: ['suspended'],
  deregister: ['registered', 'suspended'],
};

/** @throws DomainError STANDING_NOT_POSSIBLE as it stands now */
export function requireStandingFor({ state }: Organization, action: StandingAction): void {
  if (!FROM[action].includes(state)) {
    throw new DomainError('STANDING_NOT_POSSIBLE', 'conflict', { state, action });
  }
}

/**
 * Puts on record a penalty against an organization, or suspends, resumes or ends its registration.
 *
 * @throws DomainError NOT_FOUND, STANDING_NOT_POSSIBLE
 */
export async function changeStanding(
  work: Work,
  given: {
    readonly organization: string;
    readonly action: StandingAction;
    readonly effectiveOn: string;
    readonly cause?: 'business' | 'other' | undefined;
    readonly reason: string;
  },
  request: ApprovedRequest,
): Promise<void> {
  const { action, cause, reason } = given;
  const organization = await lockOrganization(work, given.organization);
  requireStandingFor(organization, action);
  const { id } = organization;
  const effectiveOn = businessDate(given.effectiveOn);
  await recordFileAct(work, `organization.${action}`, id, request, async () => {
    await work.tx.insert(OrganizationStanding, {
      id: uuidv7(),
      organizationId: id,
      action,
      effectiveOn,
      reason,
      approvalRequestId: request.id,
    });
    const state = BECOMES[action];
    if (state !== undefined) await work.tx.update(Organization, id, { state });
    if (cause !== undefined) {
      const penalty = { id: uuidv7(), organizationId: id, decidedOn: effectiveOn, cause };
      await work.tx.insert(OrganizationPenalty, penalty);
    }
  });
}

/**
 * Keeps the opinion of a reviewer on what only a person can judge; a favourable one lets the organization
 * pass where nothing but soft reasons stands against it.
 *
 * @throws DomainError NOT_FOUND
 */
export async function recordOpinion(
  work: Work,
  given: {
    readonly organization: string;
    readonly asOf: string;
    readonly favourable: boolean;
    readonly opinion: string;
  },
  request: ApprovedRequest,
): Promise<void> {
  const { id } = await lockOrganization(work, given.organization);
  const { favourable, opinion } = given;
  const givenBy = request.maker.name;
  await recordFileAct(work, 'organization.review', id, request, async () => {
    await work.tx.insert(OrganizationOpinion, {
      id: uuidv7(),
      organizationId: id,
      asOf: businessDate(given.asOf),
      favourable,
      opinion,
      givenBy,
      approvedBy: work.by,
      approvalRequestId: request.id,
    });
    await work.tx.update(Organization, id, { reviewedBy: favourable ? givenBy : null });
  });
}

/** Does something to a file and records it, with the hashes of the file before and after. */
async function recordFileAct(
  work: Work,
  action: string,
  organizationId: string,
  request: ApprovedRequest,
  act: () => Promise<void>,
): Promise<void> {
  const [, hashes] = await hashesAround(work.tx, organizationContent(organizationId), act);
  const content = { organization: organizationId, approval: request.id };
  await recordAct(work, action, content, null, hashes);
}
