import type { ExpirySource } from '../notices';
import { EVIDENCE_NAMES } from './organization-words';

/**
 * What ends in the files of organizations: their certificates, and what else was handed in with a last day, as the
 * file says today. A certificate that was handed in and is the one of the file is told of once.
 */
export const FILE_EXPIRIES: ExpirySource = {
  kind: 'files_expiring',
  words: EVIDENCE_NAMES,
  open: `
    SELECT e.subject, e.expires_on, b.bureau_id, o.book_id, o.uscc AS credit_code, o.name AS holder, e.what, e.detail
      FROM fund.organization o
      JOIN fund.bureau_book b ON b.book_id = o.book_id
     CROSS JOIN LATERAL (
       SELECT 'organization/' || o.id AS subject, o.valid_until AS expires_on, 'registration_certificate' AS what, NULL AS detail
       UNION ALL
       SELECT 'organization/' || o.id || '/document/' || v.document_id, v.valid_until, v.kind, v.year::text
         FROM fund.organization_evidence v
        WHERE v.organization_id = o.id AND v.version = o.version
          AND NOT (v.kind = 'registration_certificate' AND v.valid_until IS NOT DISTINCT FROM o.valid_until)) e
     WHERE o.state <> 'deregistered' AND e.expires_on IS NOT NULL`,
};
