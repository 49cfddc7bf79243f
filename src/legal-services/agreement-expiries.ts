import type { ExpirySource } from '../notices';

/** Agreements with law firms whose term ends; one that was ended early is over. Firms have no access, so they are not told. */
export const AGREEMENT_EXPIRIES: ExpirySource = {
  kind: 'agreements_expiring',
  words: { agreement: { zh: '法律服务协议', en: 'Service agreement' } },
  open: `
    SELECT 'service_agreement/' || a.id AS subject, a.until_on AS expires_on, b.bureau_id, a.book_id,
           NULL::text AS credit_code, f.name AS holder, 'agreement' AS what, a.number AS detail
      FROM fund.service_agreement a
      JOIN fund.law_firm f ON f.id = a.law_firm_id
      JOIN fund.bureau_book b ON b.book_id = a.book_id
     WHERE a.ended_on IS NULL`,
};
