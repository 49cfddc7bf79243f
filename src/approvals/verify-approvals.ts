import type { Reader } from '../ledger';
import { fen, formatYuan } from '../money';
import { contentHash, type ContentJson } from '../platform/json/content-hash';
import { differ } from '../verifier';
import { DECISIONS } from './approval.entity';

/** What was looked at in approvals that are whole. */
export interface ApprovalsFinding {
  /** Versions of requests whose hash was computed anew. */
  readonly versions: number;
  readonly decisions: number;
}

interface VersionRow {
  readonly requestId: string;
  readonly version: number;
  readonly document: ContentJson;
  readonly contentHash: Buffer;
  /** Whether this is what the request says now. */
  readonly isCurrent: boolean;
  readonly kind: string;
  readonly subject: string | null;
  readonly amountFen: string | null;
  readonly resolutionId: string | null;
}

const PAGE = 500;

const VERSIONS = `
  SELECT v.request_id AS "requestId", v.version, v.document, v.content_hash AS "contentHash",
         r.version = v.version AS "isCurrent", r.kind, r.subject, r.amount_fen AS "amountFen", r.resolution_id AS "resolutionId"
    FROM fund.approval_version v JOIN fund.approval_request r ON r.id = v.request_id
   WHERE (v.request_id, v.version) > ($1::uuid, $2::integer)
   ORDER BY v.request_id, v.version LIMIT ${String(PAGE)}`;

/** Whether the document has the hash that is stored beside it. */
function hasItsHash({ document, contentHash: stored }: VersionRow): boolean {
  try {
    return contentHash(document).equals(stored);
  } catch {
    // No document of ours: it cannot be spelled canonically.
    return false;
  }
}

/** Whether the request says what its current version does. */
function fitsRequest(row: VersionRow): boolean {
  const { document, kind, subject, amountFen, resolutionId } = row;
  const said = document as Readonly<Record<string, ContentJson | undefined>>;
  return (
    !row.isCurrent ||
    (said['kind'] === kind &&
      said['subject'] === (subject ?? undefined) &&
      said['resolution'] === (resolutionId ?? undefined) &&
      said['amount'] === (amountFen === null ? undefined : formatYuan(fen(BigInt(amountFen)))))
  );
}

async function checkVersions(reader: Reader): Promise<number> {
  let versions = 0;
  let after: readonly [string, number] = ['00000000-0000-0000-0000-000000000000', 0];
  for (;;) {
    const rows = await reader.query<VersionRow>(VERSIONS, [...after]);
    for (const row of rows) {
      const { requestId: approval, version } = row;
      const place = { approval };
      if (!hasItsHash(row)) {
        differ('approval_altered', place, `version ${version} is not what its hash is of`);
      }
      if (!fitsRequest(row)) {
        differ('approval_altered', place, `the request is not what its version ${version} says`);
      }
    }
    versions += rows.length;
    const last = rows.at(-1);
    if (last === undefined) return versions;
    after = [last.requestId, last.version];
  }
}

/** Every decision has an event in the trail, and every such event a decision: the trail is sealed. */
const DECISIONS_ASTRAY = `
  WITH decided AS (
    SELECT 'approval_request/' || d.request_id AS subject, 'approval.' || d.decision AS action, d.version::text,
           d.step::text, d.role, d.reason, d.person_id, d.on_behalf_of_id::text, d.session_id, d.content_hash
      FROM fund.approval_decision d
  ), recorded AS (
    SELECT e.subject, e.action, e.content ->> 'version', e.content ->> 'step', e.content ->> 'role', e.content ->> 'reason',
           e.person_id, e.content ->> 'onBehalfOfId', e.session_id, e.after_hash
      FROM fund.audit_event e
     WHERE e.action = ANY ($1::text[]) AND e.outcome = 'accepted'
  )
  SELECT substr(x.subject, length('approval_request/') + 1) AS approval
    FROM ((TABLE decided EXCEPT ALL TABLE recorded) UNION ALL (TABLE recorded EXCEPT ALL TABLE decided)) x
   ORDER BY x.subject LIMIT 1`;

/** What was decided is what stands in the version, and what stands there was decided. */
const VERSIONS_ASTRAY = `
  SELECT coalesce(d.request_id, v.request_id) AS approval
    FROM fund.approval_decision d
    FULL JOIN fund.approval_version v ON v.request_id = d.request_id AND v.version = d.version
   WHERE d.content_hash IS DISTINCT FROM v.content_hash
  UNION ALL
  SELECT r.id FROM fund.approval_request r
    LEFT JOIN fund.approval_version v ON v.request_id = r.id AND v.version = r.version
   WHERE v.content_hash IS DISTINCT FROM r.content_hash
      OR (r.state = 'approved') <> (cardinality(r.steps) = (
           SELECT count(*) FROM fund.approval_decision d
            WHERE d.request_id = r.id AND d.version = r.version AND d.decision = 'approved'))
   ORDER BY 1 LIMIT 1`;

/**
 * Checks what was asked for and decided against its hashes, and the decisions against the audit trail, whose
 * own seal is checked elsewhere.
 *
 * @throws DifferenceFound naming the first request that differs
 */
export async function verifyApprovals(reader: Reader): Promise<ApprovalsFinding> {
  const versions = await checkVersions(reader);
  const actions = DECISIONS.map((decision) => `approval.${decision}`);
  const [decision] = await reader.query<{ approval: string }>(DECISIONS_ASTRAY, [actions]);
  if (decision !== undefined) {
    differ('decision_altered', decision, 'its decisions are not those that the audit trail has');
  }
  const [version] = await reader.query<{ approval: string }>(VERSIONS_ASTRAY);
  if (version !== undefined) {
    differ('approval_altered', version, 'what it says is not what was decided');
  }
  const [count] = await reader.query<{ decisions: number }>(
    'SELECT count(*)::integer AS decisions FROM fund.approval_decision',
  );
  return { versions, decisions: count?.decisions ?? 0 };
}
