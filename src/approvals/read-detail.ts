import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { recordEvent } from '../audit';
import type { Language } from '../errors';
import { actorFacts, type Caller } from '../identity';
import { ApprovalRequest } from './approval.entity';
import type { ApprovalKind, ApprovalKinds, SummaryRow } from './approval-kind';
import { type Prepared, queryPrepared } from '../platform/database/prepared';
import { changedFields, type ContentJson } from '../platform/json/content-hash';
import { storedDocument } from './draft';
import { readActions, readRequest } from './read-requests';
import { etagOf, FINAL_STATES, subjectOf } from './requests';
import type { approvalDetail } from './schemas';

type Detail = z.infer<typeof approvalDetail>;

interface VersionRow {
  readonly version: number;
  readonly document: ContentJson;
  readonly content_hash: Buffer;
  readonly made_by: { id: string; name: string };
  readonly made_at: Date;
}

const VERSIONS: Prepared = {
  name: 'approval-versions',
  text: `SELECT v.version, v.document, v.content_hash, v.made_at,
            jsonb_build_object('id', p.id, 'name', p.name) AS made_by
       FROM fund.approval_version v JOIN fund.person p ON p.id = v.made_by_id
      WHERE v.request_id = $1 ORDER BY v.version`,
};

const DECISIONS: Prepared = {
  name: 'approval-decisions',
  text: `SELECT d.version, d.step, d.role, d.decision, d.reason, d.content_hash AS hash, d.decided_at AS decided,
            CASE WHEN p.id IS NOT NULL THEN jsonb_build_object('id', p.id, 'name', p.name) END AS person,
            CASE WHEN o.id IS NOT NULL THEN jsonb_build_object('id', o.id, 'name', o.name) END AS "onBehalfOf"
       FROM fund.approval_decision d LEFT JOIN fund.person p ON p.id = d.person_id
       LEFT JOIN fund.person o ON o.id = d.on_behalf_of_id
      WHERE d.request_id = $1 ORDER BY d.decided_at, d.id`,
};

const versionsOf = (rows: readonly VersionRow[]): Detail['versions'] =>
  rows.map((row, index) => {
    const before = rows[index - 1];
    return {
      version: row.version,
      contentHash: row.content_hash.toString('hex'),
      madeBy: row.made_by,
      madeAt: row.made_at.toISOString(),
      changed: before === undefined ? [] : changedFields(before.document, row.document),
    };
  });

/** What the last version says, and what of it the one before did not. */
async function summaryOf(
  kind: ApprovalKind | undefined,
  versions: readonly VersionRow[],
  present: (kind: ApprovalKind, content: ContentJson) => ReturnType<ApprovalKind['present']>,
): Promise<Detail['summary']> {
  const rowsOf = async (version: VersionRow | undefined): Promise<readonly SummaryRow[]> => {
    const stored = storedDocument.safeParse(version?.document).data;
    const content = kind?.schema.safeParse(stored?.content).data;
    // A kind that is no more, or says something else today, leaves the content alone to be read.
    return kind === undefined || content === undefined ? [] : present(kind, content);
  };
  const before = new Set((await rowsOf(versions.at(-2))).map((row) => JSON.stringify(row)));
  const rows = await rowsOf(versions.at(-1));
  const isNew = (row: SummaryRow) => versions.length > 1 && !before.has(JSON.stringify(row));
  return rows.map((row) => ({ ...row, ...(isNew(row) && { changed: true }) }));
}

type DecisionRow = Omit<Detail['decisions'][number], 'contentHash' | 'decidedAt'> & {
  readonly hash: Buffer;
  readonly decided: Date;
};

async function decisionsOf(tx: EntityManager, id: string): Promise<Detail['decisions']> {
  const rows = await queryPrepared<DecisionRow>(tx, DECISIONS, [id]);
  return rows.map(({ hash, decided, ...row }) => ({
    ...row,
    contentHash: hash.toString('hex'),
    decidedAt: decided.toISOString(),
  }));
}

/**
 * A request with everything that is known of it; the trail says who looked.
 *
 * @param language of the reader
 * @throws DomainError NOT_FOUND
 */
export async function readDetail(
  tx: EntityManager,
  kinds: ApprovalKinds,
  caller: Caller,
  id: string,
  language: Language,
): Promise<{ readonly detail: Detail; readonly etag: string }> {
  const item = await readRequest(tx, caller, id);
  const request = await tx.findOneByOrFail(ApprovalRequest, { id });
  const { version, contentHash, steps, step, resolutionId } = request;
  const rows = await queryPrepared<VersionRow>(tx, VERSIONS, [id]);
  const presented = {
    bookId: request.bookId,
    isOpen: !FINAL_STATES.some((final) => final === request.state),
  };
  const detail: Detail = {
    ...item,
    version,
    contentHash: contentHash.toString('hex'),
    content: storedDocument.parse(rows.at(-1)?.document).content,
    summary: await summaryOf(kinds.find(request.kind), rows, (kind, content) =>
      kind.present(content, language, tx, presented),
    ),
    resolution: resolutionId,
    steps,
    step,
    actions: await readActions(tx, caller, item),
    versions: versionsOf(rows),
    decisions: await decisionsOf(tx, id),
  };
  await recordEvent(tx, {
    action: 'approval.read',
    ...actorFacts(caller),
    ...(request.bookId !== null && { bookId: request.bookId }),
    subject: subjectOf(id),
    content: { version },
  });
  return { detail, etag: etagOf(request) };
}
