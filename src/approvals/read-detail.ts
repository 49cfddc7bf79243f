import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { recordEvent } from '../audit';
import { actorFacts, type Caller } from '../identity';
import { ApprovalRequest } from './approval.entity';
import { changedFields, type ContentJson } from '../platform/json/content-hash';
import { storedDocument } from './draft';
import { readActions, readRequest } from './read-requests';
import { etagOf, subjectOf } from './requests';
import type { approvalDetail } from './schemas';

type Detail = z.infer<typeof approvalDetail>;

interface VersionRow {
  readonly version: number;
  readonly document: ContentJson;
  readonly content_hash: Buffer;
  readonly made_by: { id: string; name: string };
  readonly made_at: Date;
}

async function versionsOf(tx: EntityManager, id: string): Promise<Detail['versions']> {
  const rows = await tx.query<VersionRow[]>(
    `SELECT v.version, v.document, v.content_hash, v.made_at,
            jsonb_build_object('id', p.id, 'name', p.name) AS made_by
       FROM fund.approval_version v JOIN fund.person p ON p.id = v.made_by_id
      WHERE v.request_id = $1 ORDER BY v.version`,
    [id],
  );
  return rows.map((row, index) => {
    const before = rows[index - 1];
    return {
      version: row.version,
      contentHash: row.content_hash.toString('hex'),
      madeBy: row.made_by,
      madeAt: row.made_at.toISOString(),
      changed: before === undefined ? [] : changedFields(before.document, row.document),
    };
  });
}

type DecisionRow = Omit<Detail['decisions'][number], 'contentHash' | 'decidedAt'> & {
  readonly hash: Buffer;
  readonly decided: Date;
};

async function decisionsOf(tx: EntityManager, id: string): Promise<Detail['decisions']> {
  const rows = await tx.query<DecisionRow[]>(
    `SELECT d.version, d.step, d.role, d.decision, d.reason, d.content_hash AS hash, d.decided_at AS decided,
            jsonb_build_object('id', p.id, 'name', p.name) AS person,
            CASE WHEN o.id IS NOT NULL THEN jsonb_build_object('id', o.id, 'name', o.name) END AS "onBehalfOf"
       FROM fund.approval_decision d JOIN fund.person p ON p.id = d.person_id
       LEFT JOIN fund.person o ON o.id = d.on_behalf_of_id
      WHERE d.request_id = $1 ORDER BY d.decided_at, d.id`,
    [id],
  );
  return rows.map(({ hash, decided, ...row }) => ({
    ...row,
    contentHash: hash.toString('hex'),
    decidedAt: decided.toISOString(),
  }));
}

/**
 * A request with everything that is known of it; the trail says who looked.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readDetail(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<{ readonly detail: Detail; readonly etag: string }> {
  const item = await readRequest(tx, caller, id);
  const request = await tx.findOneByOrFail(ApprovalRequest, { id });
  const { version, contentHash, steps, step, resolutionId } = request;
  const [row] = await tx.query<{ document: unknown }[]>(
    'SELECT document FROM fund.approval_version WHERE request_id = $1 AND version = $2',
    [id, version],
  );
  const detail: Detail = {
    ...item,
    version,
    contentHash: contentHash.toString('hex'),
    content: storedDocument.parse(row?.document).content,
    resolution: resolutionId,
    steps,
    step,
    actions: await readActions(tx, caller, item),
    versions: await versionsOf(tx, id),
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
